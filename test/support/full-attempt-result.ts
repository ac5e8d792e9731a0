import type { AttemptResult } from '../../lib/core/journey/attempt.ts';

/** A result of a passed attempt that has an entry in every list, for tests of messages and records. */
export function fullAttemptResult(changes: Partial<AttemptResult> = {}): AttemptResult {
  const phases = {
    dnsMs: 1,
    tcpMs: 2,
    tlsMs: null,
    sendMs: 0.1,
    waitMs: 20,
    receiveMs: 3,
    unaccountedMs: 0,
  };
  const line = { level: 'info', text: 'hello', atMs: 1.5, source: 'journey' } as const;

  return {
    outcome: 'passed',
    cause: null,
    error: null,
    durationMs: 120.5,
    checks: 2,
    steps: [
      {
        name: 'open',
        parent: null,
        outcome: 'passed',
        startMs: 0,
        durationMs: 100,
        vitals: { cls: 0.1 },
      },
    ],
    requests: [
      {
        method: 'GET',
        url: 'https://shop.example/',
        status: 200,
        startMs: 1,
        phases,
        totalMs: 26.1,
        sizeBytes: 1_024,
        connection: 'new',
        remoteAddress: '203.0.113.7:443',
        protocol: 'h2',
        tls: {
          protocol: 'TLSv1.3',
          issuer: 'Example CA',
          subject: 'shop.example',
          validTo: '2027-01-01T00:00:00.000Z',
          daysToExpiry: 30,
        },
        server: 'nginx',
        cache: 'HIT',
        interim: [{ status: 103, atMs: 0.4 }],
        malformed: ['bare-line-feed', 'bytes-after-body'],
        step: 'open',
        resourceType: 'http',
        error: null,
      },
    ],
    vitals: {
      lcp: { value: 900, attribution: { element: 'img', delayMs: 3 } },
      navigations: [
        { url: 'https://shop.example/', step: 'open', startMs: 1, soft: true, vitals: {} },
      ],
    },
    instrument: {
      cold: true,
      nodeVersion: '24.0.0',
      chromiumVersion: '147.0',
      platformVersion: '0.1.0',
      browserMode: 'multi-process',
      cpuCheckMs: 1.2,
      eventLoopDelayMaxMs: null,
      memoryBytes: 70_000_000,
      off: [],
    },
    evidence: [{ kind: 'screenshot', path: 'evidence/run/screenshot.png', from: 'run' }],
    console: [line],
    pageErrors: ['TypeError: x is undefined'],
    log: [line],
    omitted: { requests: 3 },
    ...changes,
  };
}
