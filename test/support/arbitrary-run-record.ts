import * as fc from 'fast-check';
import { MALFORMATIONS } from '../../lib/core/record/malformation.ts';
import { CAUSES } from '../../lib/core/record/outcome.ts';
import type { RunRecord, VitalName } from '../../lib/core/record/run-record.ts';
import { onDemandRunId } from '../../lib/core/store/run-id.ts';

const VITALS: readonly VitalName[] = ['ttfb', 'fcp', 'lcp', 'cls', 'inp', 'tbt'];

/** Text as the world writes it: any code unit (lone surrogates too), empty, with control characters. */
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: anyUnit() }), hostileText());

/** Any number that JSON has. JSON writes -0 as 0. */
const number = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constantFrom(0, 1e-7, 1e-300, 5e-324, 1.7e308, 0.1 + 0.2, 2 ** 53 + 2),
  )
  .map((value) => (Object.is(value, -0) ? 0 : value));

const outcome = fc.constantFrom('passed', 'failed', 'errored');
const cause = maybe(fc.constantFrom(...CAUSES));

const step = fc.record({
  name: text,
  parent: maybe(text),
  outcome,
  startMs: number,
  durationMs: number,
});
const request = fc
  .record({
    request: fc.record({
      method: text,
      url: text,
      status: maybe(fc.integer({ min: 100, max: 599 })),
      startMs: number,
      phases: fc.record({
        dnsMs: maybe(number),
        tcpMs: maybe(number),
        tlsMs: maybe(number),
        sendMs: maybe(number),
        waitMs: maybe(number),
        receiveMs: maybe(number),
        unaccountedMs: number,
      }),
      totalMs: number,
      sizeBytes: maybe(fc.nat()),
      connection: fc.constantFrom('new', 'reused', 'cache', 'none', 'unknown'),
      remoteAddress: maybe(text),
      protocol: maybe(text),
      tls: maybe(
        fc.record({
          protocol: text,
          issuer: maybe(text),
          subject: maybe(text),
          validTo: maybe(text),
          daysToExpiry: maybe(fc.integer()),
        }),
      ),
      step: maybe(text),
      resourceType: text,
      error: maybe(text),
    }),
    facts: fc.record(
      {
        interim: fc.array(fc.record({ status: fc.integer({ min: 100, max: 199 }), atMs: number })),
        malformed: fc.subarray([...MALFORMATIONS]),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  })
  .map(({ request: known, facts }) => ({ ...known, ...facts }));
const line = fc.record({
  level: fc.constantFrom('debug', 'info', 'warning', 'error'),
  text,
  atMs: number,
  source: maybe(text),
});
const vital = fc.record({
  value: number,
  attribution: fc.dictionary(text, fc.oneof(text, number), { noNullPrototype: true }),
});
const vitalSet = fc.record(Object.fromEntries(VITALS.map((name) => [name, vital])), {
  requiredKeys: [],
  noNullPrototype: true,
});
const navigation = fc.record(
  { url: text, step: maybe(text), startMs: number, soft: fc.constant(true), vitals: vitalSet },
  { requiredKeys: ['url', 'step', 'startMs', 'vitals'], noNullPrototype: true },
);
const instant = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

const refused = fc.record({
  address: text,
  port: fc.nat({ max: 65_535 }),
  protocol: fc.constantFrom('tcp', 'udp'),
  by: fc.constantFrom('journey', 'browser'),
  setting: fc.constantFrom('allowPrivate', 'none'),
  count: fc.nat(),
  atMs: number,
});

const error = fc.record({
  message: text,
  step: maybe(text),
  file: maybe(text),
  line: maybe(fc.nat()),
  column: maybe(fc.nat()),
});

/** Any record of `journey` in `region` that JSON can hold; small enough to be kept whole. */
export function arbitraryRunRecord(journey: string, region: string): fc.Arbitrary<RunRecord> {
  return fc
    .record({
      startedAt: instant,
      suffix: fc.stringMatching(/^[a-z0-9]{8,12}$/),
      outcome,
      cause,
      error: maybe(error),
      durationMs: number,
      attemptList: list(
        fc.record(
          { outcome, cause, message: maybe(text), error, durationMs: number },
          {
            requiredKeys: ['outcome', 'cause', 'message', 'durationMs'],
            noNullPrototype: true,
          },
        ),
      ),
      steps: list(step),
      requests: list(request),
      vitals: maybe(
        fc.tuple(vitalSet, list(navigation)).map(([set, navigations]) => ({ ...set, navigations })),
      ),
      instrument: fc.record({
        cold: fc.boolean(),
        nodeVersion: text,
        chromiumVersion: maybe(text),
        browserMode: maybe(fc.constantFrom('multi-process', 'single-process')),
        cpuCheckMs: number,
        eventLoopDelayMaxMs: number,
        memoryBytes: number,
        off: list(text),
        containment: fc.constantFrom('full', 'partial'),
        credentials: fc.constantFrom('hidden', 'readable'),
      }),
      refused: list(refused),
      evidence: list(
        fc.record({
          kind: fc.constantFrom('screenshot', 'trace'),
          path: text,
          from: fc.constantFrom('run', 'evidence-run', 'earlier-attempt'),
        }),
      ),
      console: list(line),
      pageErrors: list(text),
      log: list(line),
      omitted: fc.record(
        { requests: fc.nat({ max: 1000 }), console: fc.nat({ max: 1000 }) },
        { requiredKeys: [], noNullPrototype: true },
      ),
      journeyVersion: text,
    })
    .map(({ suffix, ...fields }) => ({
      schema: 1,
      runId: onDemandRunId({ journey, region, startedAt: fields.startedAt, suffix }),
      journey,
      kind: 'browser',
      stage: 'dev',
      region,
      scheduledAt: null,
      onDemand: true,
      attempts: fields.attemptList.length,
      flaky: false,
      checks: 1,
      ...fields,
    })) as fc.Arbitrary<RunRecord>;
}

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(arbitrary);
}

function list<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(arbitrary, { maxLength: 4 });
}

function anyUnit(): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
}

function hostileText(): fc.Arbitrary<string> {
  return fc.constantFrom(
    '',
    '\uD800',
    '\uDC00x',
    '\u0000',
    '__proto__',
    '\u202Egnp',
    '#%23',
    '\u001B[2J',
  );
}
