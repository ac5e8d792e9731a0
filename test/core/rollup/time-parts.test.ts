import * as fc from 'fast-check';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { timePartsOf } from '../../../lib/core/rollup/time-parts.ts';
import { arbitraryRunRecord } from '../../support/arbitrary-run-record.ts';
import { requestPhases, requestRecord, stepRecord } from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';

const STEP_NAMES = ['open', 'pay', 'pay by card'] as const;
const HOSTS = ['shop.test', 'cdn.test', 'ads.test'] as const;

function sumMs(record: RunRecord): number {
  return timePartsOf(record).reduce((sum, { ms }) => sum + ms, 0);
}

/** Milliseconds by `step|host|phase`. */
function parts(changes: Partial<RunRecord>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    timePartsOf(runRecord(changes)).map(({ step, host, phase, ms }) => [
      [step, host, phase].join('|'),
      Math.round(ms * 1e6) / 1e6,
    ]),
  );
}

/** Whole microseconds: what is shorter disappears where two instants are subtracted. */
function milliseconds(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: min * 1_000, max: max * 1_000 }).map((us) => us / 1_000);
}

const phase = fc.option(milliseconds(-20, 800));

/** What the world sends, and what it cannot: spans that overlap, are negative, or outlast the run. */
const plausibleRecord: fc.Arbitrary<RunRecord> = fc
  .record({
    durationMs: milliseconds(0, 5_000),
    steps: fc.array(
      fc.record({
        name: fc.constantFrom(...STEP_NAMES),
        parent: fc.constantFrom(null, 'pay'),
        startMs: milliseconds(-50, 5_500),
        durationMs: milliseconds(-50, 3_000),
      }),
      { maxLength: 6 },
    ),
    requests: fc.array(
      fc.record({
        host: fc.constantFrom(...HOSTS),
        startMs: milliseconds(-50, 5_500),
        phases: fc.record({
          dnsMs: phase,
          tcpMs: phase,
          tlsMs: phase,
          sendMs: phase,
          waitMs: phase,
          receiveMs: phase,
          unaccountedMs: phase.map((ms) => ms ?? 0),
        }),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ durationMs, steps, requests }) =>
    runRecord({
      durationMs,
      steps: steps.map((step) => stepRecord(step)),
      requests: requests.map(({ host, ...request }) =>
        requestRecord({ url: `https://${host}/`, ...request }),
      ),
    }),
  );

describe('timePartsOf()', () => {
  it('timePartsOf() gives each phase of a request its time, and the rest to the journey', () => {
    const shown = parts({
      durationMs: 50,
      requests: [
        requestRecord({
          startMs: 10,
          phases: requestPhases({
            unaccountedMs: 1,
            dnsMs: 2,
            tcpMs: 3,
            tlsMs: 4,
            sendMs: 5,
            waitMs: 6,
            receiveMs: 7,
          }),
        }),
      ],
    });

    expect(shown).toEqual({
      '||own': 22,
      '|shop.test|unaccounted': 1,
      '|shop.test|dns': 2,
      '|shop.test|tcp': 3,
      '|shop.test|tls': 4,
      '|shop.test|send': 5,
      '|shop.test|wait': 6,
      '|shop.test|receive': 7,
    });
  });

  it('timePartsOf() books a request that spans two steps to each for its time there', () => {
    const shown = parts({
      durationMs: 100,
      steps: [
        stepRecord({ name: 'open', startMs: 0, durationMs: 40 }),
        stepRecord({ name: 'pay', startMs: 40, durationMs: 60 }),
      ],
      requests: [requestRecord({ startMs: 30, phases: requestPhases({ sendMs: 4, waitMs: 16 }) })],
    });

    expect(shown).toEqual({
      'open||own': 30,
      'open|shop.test|send': 4,
      'open|shop.test|wait': 6,
      'pay|shop.test|wait': 10,
      'pay||own': 50,
    });
  });

  it('timePartsOf() books to the innermost step, of parallel ones to the one that began last', () => {
    const shown = parts({
      durationMs: 100,
      steps: [
        stepRecord({ name: 'pay', startMs: 0, durationMs: 60 }),
        stepRecord({ name: 'pay by card', parent: 'pay', startMs: 0, durationMs: 30 }),
        stepRecord({ name: 'look', startMs: 20, durationMs: 20 }),
      ],
    });

    expect(shown).toEqual({
      'pay by card||own': 20,
      'look||own': 20,
      'pay||own': 20,
      '||own': 40,
    });
  });

  it('timePartsOf() waits for the request that ends last, where several are under way', () => {
    const shown = parts({
      durationMs: 30,
      requests: [
        requestRecord({
          url: 'https://shop.test/',
          startMs: 0,
          phases: requestPhases({ waitMs: 10 }),
        }),
        requestRecord({
          url: 'https://ads.test/',
          startMs: 5,
          phases: requestPhases({ waitMs: 20 }),
        }),
        requestRecord({
          url: 'https://cdn.test/',
          startMs: 6,
          phases: requestPhases({ waitMs: 19 }),
        }),
      ],
    });

    expect(shown).toEqual({ '|shop.test|wait': 5, '|ads.test|wait': 20, '||own': 5 });
  });

  it('timePartsOf() calls idle time unaccounted where requests were left out of the record', () => {
    expect(parts({ durationMs: 30, omitted: { requests: 3 } })).toEqual({ '||unaccounted': 30 });
  });

  it('timePartsOf() adds up to the duration, whatever overlaps or is outside the run', () => {
    fc.assert(
      fc.property(plausibleRecord, (record) => {
        expect(Math.abs(sumMs(record) - record.durationMs)).toBeLessThan(1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('timePartsOf() adds up to the duration of any record that JSON can hold', () => {
    fc.assert(
      fc.property(arbitraryRunRecord('checkout', 'local'), (record) => {
        const durationMs = Math.max(0, record.durationMs);

        expect(Math.abs(sumMs(record) - durationMs)).toBeLessThanOrEqual(
          Math.max(1e-6, durationMs * 1e-12),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('timePartsOf() gives every instant to whom a look at that instant finds', () => {
    fc.assert(
      fc.property(
        plausibleRecord,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (record, share) => {
          // Between two microseconds, so never at the edge of a part.
          const instantMs = (Math.floor(record.durationMs * 1_000 * share) + 0.5) / 1_000;
          const at = lookAt(record, instantMs);
          const booked = timePartsOf(record).some(
            (part) => part.step === at.step && part.host === at.host && part.phase === at.phase,
          );

          expect(booked || record.durationMs === 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Independent of the sweep: who owns one instant. */
function lookAt(
  record: RunRecord,
  instantMs: number,
): { readonly step: string | null; readonly host: string | null; readonly phase: string } {
  const step = record.steps
    .filter(({ startMs, durationMs }) => startMs <= instantMs && instantMs < startMs + durationMs)
    .toSorted(
      (a, b) =>
        Math.max(0, a.startMs) - Math.max(0, b.startMs) ||
        Number(a.parent !== null) - Number(b.parent !== null),
    )
    .at(-1);
  const active = record.requests
    .map((request) => ({ request, ends: endsOf(request.startMs, request) }))
    .filter(({ request, ends }) => request.startMs <= instantMs && instantMs < lastOf(ends))
    .toSorted(
      (a, b) =>
        Math.min(lastOf(b.ends), record.durationMs) - Math.min(lastOf(a.ends), record.durationMs) ||
        Math.max(0, a.request.startMs) - Math.max(0, b.request.startMs),
    )[0];
  const inPhase = active?.ends.find(([, endMs]) => instantMs < endMs)?.[0] ?? 'own';

  return {
    step: step?.name ?? null,
    host: active === undefined ? null : new URL(active.request.url).host,
    phase: inPhase,
  };
}

type Ends = readonly (readonly [phase: string, endMs: number])[];

function endsOf(startMs: number, { phases }: RunRecord['requests'][number]): Ends {
  const order = ['unaccounted', 'dns', 'tcp', 'tls', 'send', 'wait', 'receive'] as const;
  let atMs = startMs;

  return order.map((name) => {
    atMs += Math.max(0, phases[`${name}Ms`] ?? 0);

    return [name, atMs] as const;
  });
}

function lastOf(ends: Ends): number {
  return ends.at(-1)?.[1] ?? 0;
}
