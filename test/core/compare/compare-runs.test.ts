import * as fc from 'fast-check';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import { compareRuns, type CompareOptions } from '../../../lib/core/compare/compare-runs.ts';
import type { ComparedMetric, ComparedSeries } from '../../../lib/core/compare/compared-runs.ts';
import { gateOf } from '../../../lib/core/compare/gate.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import {
  instrumentReading,
  requestPhases,
  requestRecord,
  stepRecord,
} from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';

const options: CompareOptions = { metric: null, allowance: 0, histograms: hdrHistograms() };

/** Runs of two steps on demand; `payMs` is what one of them takes, give or take 3%. */
function runsOf(payMs: number, changes: { readonly seed?: number; readonly n?: number } = {}) {
  const random = seededRandom(changes.seed ?? 1);

  return Array.from({ length: changes.n ?? 40 }, (_, index): RunRecord => {
    const ms = payMs * (1 + 0.03 * normal(random));
    const browseMs = 80 * (1 + 0.03 * normal(random));
    return runRecord({
      runId: `checkout-local-${changes.seed ?? 1}-${index}`,
      region: 'local',
      scheduledAt: null,
      startedAt: new Date(Date.UTC(2026, 10, 22, 16, index)).toISOString(),
      durationMs: browseMs + ms,
      steps: [
        stepRecord({ name: 'browse', startMs: 0, durationMs: browseMs }),
        stepRecord({ name: 'pay', startMs: browseMs, durationMs: ms }),
      ],
      instrument: instrumentReading({ cpuCheckMs: 1.5 + 0.01 * normal(random) }),
    });
  });
}

function compared(
  a: readonly RunRecord[],
  b: readonly RunRecord[],
  changes: Partial<CompareOptions> = {},
): ComparedSeries {
  const records = { a, b };
  const [series] = compareRuns([{ journey: 'checkout', region: 'local', records }], {
    ...options,
    ...changes,
  });
  if (series === undefined) throw new Error('there is a series');

  return series;
}

function conclusions({
  metrics,
}: ComparedSeries): Readonly<Record<string, ComparedMetric['conclusion']>> {
  return Object.fromEntries(metrics.map(({ metric, conclusion }) => [metric, conclusion]));
}

describe('compareRuns', () => {
  it('compareRuns() finds the step that got slower, by how much, and where the time went', () => {
    const series = compared(runsOf(200), runsOf(220, { seed: 2 }));

    expect(conclusions(series)).toEqual({
      duration: 'worse',
      'step:browse': 'alike',
      'step:pay': 'worse',
    });
    const pay = series.metrics.find(({ metric }) => metric === 'step:pay');
    if (pay?.result.kind !== 'comparison') throw new Error('it was compared');
    expect(pay.result.shift.low).toBeLessThan(20);
    expect(pay.result.shift.high).toBeGreaterThan(20);
    expect(pay.q).toBeLessThan(0.001);
    expect(gateOf([series])).toEqual({ kind: 'failed', worse: 2 });
  });

  it('compareRuns() explains a difference of duration by terms that add up', () => {
    const { explanation } = compared(runsOf(200), runsOf(220, { seed: 2 }));

    if (!explanation?.decomposition) throw new Error('it was explained');
    const { steps, terms, changeMs, unaccountedMs } = explanation.decomposition;
    expect(steps[0]?.step).toBe('pay');
    const sum = terms.reduce((total, term) => total + term.changeMs, unaccountedMs);
    expect(sum).toBeCloseTo(changeMs, 6);
  });

  it('compareRuns() says better of what got faster', () => {
    const series = compared(runsOf(220), runsOf(200, { seed: 2 }));

    expect(conclusions(series)).toMatchObject({ duration: 'better', 'step:pay': 'better' });
    expect(gateOf([series])).toEqual({ kind: 'passed' });
  });

  it('compareRuns() allows what does not lie beyond the allowance with its whole interval', () => {
    const [a, b] = [runsOf(200), runsOf(220, { seed: 2 })];

    expect(conclusions(compared(a, b, { allowance: 0.05 }))).toMatchObject({ 'step:pay': 'worse' });
    expect(conclusions(compared(a, b, { allowance: 0.1 }))).toMatchObject({
      'step:pay': 'allowed',
    });
    expect(gateOf([compared(a, b, { allowance: 0.1 })])).toEqual({ kind: 'passed' });
  });

  it('compareRuns() shows no difference, and explains none, where there is none', () => {
    const series = compared(runsOf(200), runsOf(200, { seed: 2 }));

    expect(Object.values(conclusions(series))).toEqual(['alike', 'alike', 'alike']);
    expect(series.explanation).toBeNull();
    expect(gateOf([series])).toEqual({ kind: 'passed' });
  });

  it('compareRuns() takes one of many differences that chance makes for none', () => {
    const series = compared(manySteps(11), manySteps(12));

    const ps = series.metrics.flatMap(({ result }) =>
      result.kind === 'comparison' && result.shift.low * result.shift.high > 0 ? [result.p] : [],
    );
    expect(ps.length).toBeGreaterThan(0);
    expect(new Set(Object.values(conclusions(series)))).toEqual(new Set(['alike']));
  });

  it('compareRuns() compares the machine that measured, which decides nothing', () => {
    const slow = runsOf(200, { seed: 2 }).map((run) => ({
      ...run,
      instrument: { ...run.instrument, cpuCheckMs: (run.instrument.cpuCheckMs ?? 0) * 2 },
    }));

    const series = compared(runsOf(200), slow);

    expect(series.instrument.map(({ metric, conclusion }) => [metric, conclusion])).toContainEqual([
      'instrument:cpu',
      'worse',
    ]);
    expect(gateOf([series])).toEqual({ kind: 'passed' });
  });

  it('compareRuns() counts a metric once in each run, with its mean', () => {
    const twice = runsOf(200).map((run) => ({
      ...run,
      requests: [
        requestRecord({ url: 'http://shop.test/a', phases: requestPhases({ waitMs: 10 }) }),
        requestRecord({ url: 'http://shop.test/b', phases: requestPhases({ waitMs: 30 }) }),
      ],
    }));

    const { metrics } = compared(twice, twice.map(renamed), { metric: 'wait@shop.test' });

    expect(metrics.map(({ metric, values }) => [metric, values.a.length, values.a[0]])).toEqual([
      ['wait@shop.test', 40, 20],
    ]);
  });

  it('compareRuns() names what one side alone has', () => {
    const more = runsOf(200, { seed: 2 }).map((run) => ({
      ...run,
      steps: [...run.steps, stepRecord({ name: 'new' })],
    }));

    expect(compared(runsOf(200), more).onlyIn).toEqual({ a: [], b: ['step:new'] });
  });

  it('compareRuns() takes no probability for smaller than it was before correction', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 180, max: 230 }), (n, ms) => {
        const series = compared(runsOf(200, { n }), runsOf(ms, { n, seed: 2 }));

        for (const { result, q } of [...series.metrics, ...series.instrument]) {
          expect(q).toBeGreaterThanOrEqual(result.kind === 'comparison' ? result.p : 1);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('gateOf', () => {
  it('gateOf() is inconclusive with too few runs', () => {
    expect(gateOf([compared(runsOf(200, { n: 3 }), runsOf(300, { n: 3, seed: 2 }))])).toEqual({
      kind: 'unknown',
      reason: { code: 'too-few-runs', metrics: 3, of: 3 },
    });
  });

  it('gateOf() is inconclusive without runs, or with a side without passed runs', () => {
    const failed = runsOf(200, { seed: 2 }).map((run): RunRecord => ({
      ...run,
      outcome: 'failed',
    }));

    expect(gateOf([])).toEqual({ kind: 'unknown', reason: { code: 'no-runs' } });
    expect(gateOf([compared(runsOf(200), failed)])).toEqual({
      kind: 'unknown',
      reason: { code: 'no-passed-run', side: 'b', journey: 'checkout', region: 'local' },
    });
  });

  it('gateOf() is inconclusive when more of B was cut off by time-outs, and still fails what is worse', () => {
    const cutOff = runsOf(200, { seed: 3, n: 8 }).map((run): RunRecord => ({
      ...run,
      outcome: 'failed',
      cause: 'target.timeout',
      durationMs: 10_000,
    }));
    const same = runsOf(200, { seed: 2 });

    expect(gateOf([compared(runsOf(200), [...same, ...cutOff])]).kind).toBe('unknown');
    expect(gateOf([compared([...runsOf(200), ...cutOff], same)]).kind).toBe('passed');
    const slower = [...runsOf(240, { seed: 2 }), ...cutOff];
    expect(gateOf([compared(runsOf(200), slower)]).kind).toBe('failed');
  });
});

/** Runs of 40 steps that take what they take. */
function manySteps(seed: number): readonly RunRecord[] {
  const random = seededRandom(seed);

  return runsOf(200, { seed }).map((run) => ({
    ...run,
    steps: Array.from({ length: 40 }, (_, index) =>
      stepRecord({ name: `step ${index}`, durationMs: 100 + normal(random) }),
    ),
  }));
}

function renamed(run: RunRecord): RunRecord {
  return { ...run, runId: `${run.runId}-b` };
}
