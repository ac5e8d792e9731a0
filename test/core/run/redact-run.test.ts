import { describe, expect, it } from '@jest/globals';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import { redactor } from '../../../lib/core/record/redact.ts';
import { redactRun } from '../../../lib/core/run/redact-run.ts';
import { noReading } from '../../../lib/core/run/instrument.ts';

const SECRET = 'hunter2';

/** A result with the secret in every text that a journey, a page or a server writes. */
const LEAKY: AttemptResult = {
  outcome: 'failed',
  cause: 'target.status',
  error: {
    message: `GET /?t=${SECRET} answered 500`,
    step: `log in as ${SECRET}`,
    file: 'journeys/shop.journey.ts',
    line: 3,
    column: 5,
  },
  durationMs: 12,
  checks: 1,
  steps: [
    {
      name: `log in as ${SECRET}`,
      parent: `outer ${SECRET}`,
      outcome: 'failed',
      startMs: 0,
      durationMs: 10,
    },
  ],
  requests: [
    {
      method: 'GET',
      url: `https://shop.example/?t=${SECRET}`,
      status: 500,
      startMs: 1,
      phases: {
        dnsMs: null,
        tcpMs: null,
        tlsMs: null,
        sendMs: null,
        waitMs: null,
        receiveMs: null,
        unaccountedMs: 4,
      },
      totalMs: 4,
      sizeBytes: null,
      connection: 'new',
      remoteAddress: '203.0.113.9',
      protocol: 'http/1.1',
      tls: {
        protocol: 'TLSv1.3',
        issuer: SECRET,
        subject: SECRET,
        validTo: '2027-01-01T00:00:00.000Z',
        daysToExpiry: 31,
      },
      server: SECRET,
      step: `log in as ${SECRET}`,
      resourceType: 'http',
      error: `no answer to ${SECRET}`,
    },
  ],
  vitals: {
    navigations: [
      {
        url: `https://shop.example/${SECRET}`,
        step: null,
        startMs: 0,
        vitals: { lcp: { value: 800, attribution: { element: `#${SECRET}`, loadDelay: 3 } } },
      },
    ],
  },
  instrument: noReading('24.1.0'),
  evidence: [{ kind: 'har', path: 'evidence/requests.har', from: 'run' }],
  console: [{ level: 'error', text: SECRET, atMs: 1, source: `https://x/${SECRET}.js:1` }],
  pageErrors: [`Error: ${SECRET}`],
  log: [{ level: 'info', text: `token ${SECRET}`, atMs: 2, source: 'journey' }],
  refused: [
    {
      address: '10.0.0.5',
      port: 80,
      protocol: 'tcp',
      by: 'browser',
      setting: 'none',
      count: 1,
      atMs: 3,
    },
  ],
  omitted: { console: 2 },
};

describe('redactRun()', () => {
  it('redactRun() leaves no secret in any text of a result, and nothing else changed', () => {
    const redacted = redactRun(LEAKY, redactor([SECRET]));

    expect(JSON.stringify(redacted)).toBe(JSON.stringify(LEAKY).replaceAll(SECRET, '[secret]'));
  });

  it('redactRun() leaves closed words and paths alone when a secret equals one of them', () => {
    const words = ['failed', 'target.status', 'http/1.1', 'http', 'error', 'journeys/shop', 'evid'];
    words.push('10.0.0.5', 'browser', 'none', 'tcp');
    const redacted = redactRun(LEAKY, redactor(words));

    expect(redacted).toMatchObject({
      outcome: 'failed',
      cause: 'target.status',
      error: { file: 'journeys/shop.journey.ts' },
      requests: [{ protocol: 'http/1.1', resourceType: 'http' }],
      console: [{ level: 'error' }],
      evidence: [{ path: 'evidence/requests.har' }],
      refused: LEAKY.refused,
    });
  });

  it('redactRun() changes nothing when a result was redacted before', () => {
    const redact = redactor([SECRET, 'secret']);
    const once = redactRun(LEAKY, redact);

    expect(redactRun(once, redact)).toEqual(once);
  });

  it('redactRun() redacts the name of a step in progress', () => {
    const started = {
      kind: 'step-started',
      name: `log in as ${SECRET}`,
      parent: null,
      startMs: 0,
      at: null,
    } as const;

    expect(redactRun(started, redactor([SECRET]))).toEqual({
      ...started,
      name: 'log in as [secret]',
    });
  });
});
