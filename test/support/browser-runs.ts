import type { RequestRecord, RunRecord, Vital } from '../../lib/core/record/run-record.ts';
import { instrumentReading, requestPhases, requestRecord, stepRecord } from './record-parts.ts';
import { runRecord } from './run-records.ts';

const STEPS = ['open the shop', 'search', 'put a teapot into the cart', 'log in', 'pay'];
const REQUESTS_PER_STEP = 8;

/**
 * A run of a browser journey as they are: five steps, 40 requests to two hosts, all vitals; each
 * number is spread a little by `spread`, which gives numbers from 0 to 1.
 */
export function browserRun(slotMs: number, spread: () => number): RunRecord {
  function around(ms: number): number {
    return Math.round(ms * (0.8 + 0.4 * spread()) * 1_000) / 1_000;
  }
  function vital(ms: number): Vital {
    return { value: around(ms), attribution: {} };
  }
  const steps = STEPS.map((name, index) =>
    stepRecord({ name, startMs: 1_200 * index, durationMs: around(1_000) }),
  );
  const requests = steps.flatMap(({ name, startMs }) =>
    Array.from({ length: REQUESTS_PER_STEP }, (_, index) =>
      shopRequest({ name, startMs: startMs + 40 * index, index }, around),
    ),
  );

  return runRecord({
    kind: 'browser',
    scheduledAt: new Date(slotMs).toISOString(),
    durationMs: around(6_000),
    steps,
    requests,
    vitals: {
      ttfb: vital(180),
      fcp: vital(600),
      lcp: vital(1_400),
      cls: { value: Math.round(2e5 * spread()) / 1e6, attribution: {} },
      inp: vital(90),
      tbt: vital(120),
      navigations: [],
    },
    instrument: instrumentReading({
      chromiumVersion: '147.0.7727.24',
      browserMode: 'multi-process',
      cpuCheckMs: around(2),
      eventLoopDelayMaxMs: around(20),
    }),
  });
}

function shopRequest(
  { name, startMs, index }: { name: string; startMs: number; index: number },
  around: (ms: number) => number,
): RequestRecord {
  const isFirst = index < 2;
  const host = index % 3 === 1 ? 'cdn.example.com' : 'shop.example.com';

  return requestRecord({
    url: `https://${host}/${index}`,
    step: name,
    startMs,
    resourceType: index === 0 ? 'document' : 'script',
    connection: isFirst ? 'new' : 'reused',
    phases: requestPhases({
      ...(isFirst && { dnsMs: around(12), tcpMs: around(18), tlsMs: around(22) }),
      sendMs: around(0.4),
      waitMs: around(110),
      receiveMs: around(30),
      unaccountedMs: around(1),
    }),
    totalMs: 200,
    sizeBytes: Math.round(around(20_000)),
    tls: {
      protocol: 'TLSv1.3',
      issuer: "Let's Encrypt R11",
      subject: host,
      validTo: '2027-01-31T00:00:00.000Z',
      daysToExpiry: 70,
    },
  });
}
