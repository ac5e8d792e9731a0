import { storeRuns, type StoredRuns, runsBetween } from '../../../support/stored-runs.ts';
import {
  API_PLAN,
  byDay,
  durationsOf,
  EVERY_10,
  farthest,
  FROM_MS,
  meanOf,
  NOW_MS,
  pageOf,
  portsOf,
  portsWith,
  quantileOfValues,
  ROLLED_MS,
  timedRun,
} from '../../../support/journey-pages.ts';
import { stepRecord } from '../../../support/record-parts.ts';
import { planOf } from '../../alarms/journey-plan.ts';
import { DAY_MS, HOUR_MS } from '../../../../lib/core/base/time.ts';

const RECORDS = runsBetween(EVERY_10, timedRun);
/** As few as will do where the values do not matter. */
const HOURLY = { fromMs: NOW_MS - 2 * DAY_MS, toMs: NOW_MS, everyMs: HOUR_MS };

describe('readJourney()', () => {
  let stored: StoredRuns;

  beforeAll(async () => {
    stored = await storeRuns(RECORDS, ROLLED_MS);
  });

  test('readJourney() has the quantiles of the values of each bucket', async () => {
    const { regions } = await pageOf(portsOf(stored));

    const bands = regions[0]?.bands;
    // Six runs an hour: in half a day there are 72, and none to spare.
    expect(bands?.grid).toEqual({
      startMs: FROM_MS,
      stepMs: DAY_MS,
      length: 13,
      fromMs: FROM_MS,
      toMs: NOW_MS,
    });
    expect(bands?.n).toEqual([...Array.from({ length: 12 }, () => 144), 74]);
    const truth = [0.5, 0.75, 0.95].map((q) => ({
      q,
      values: byDay(RECORDS).map((own) => quantileOfValues(durationsOf(own), q)),
    }));
    expect(bands?.tracks.map(({ q }) => q)).toEqual(truth.map(({ q }) => q));
    for (const [index, { values, low, high }] of bands?.tracks.entries() ?? []) {
      expect(farthest(values, truth[index]?.values ?? [])).toBeLessThan(0.01);
      expect(low.every((each, at) => (each ?? NaN) <= (values[at] ?? NaN))).toBe(true);
      expect(high.every((each, at) => (each ?? NaN) >= (values[at] ?? NaN))).toBe(true);
    }
  });

  test('readJourney() has steps that add up to the mean duration', async () => {
    const { regions } = await pageOf(portsOf(stored));

    const steps = regions[0]?.steps;
    expect(steps?.layers.map(({ step }) => step)).toEqual(['open', 'pay', null]);
    const means = byDay(RECORDS).map(meanOf);
    const sums = means.map((_, at) =>
      (steps?.layers ?? []).reduce((sum, { meanMs }) => sum + (meanMs[at] ?? NaN), 0),
    );
    expect(steps?.n).toEqual(byDay(RECORDS).map((own) => own.length));
    expect(farthest(sums, means)).toBeLessThan(0.001);
    const open = steps?.layers[0]?.meanMs ?? [];
    const halves = means.map((mean) => mean / 2);
    expect(farthest(open, halves)).toBeLessThan(0.001);
  });

  test('readJourney() puts the steps beyond eleven into one layer', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `step ${index}`);
    const steps = names.map((name, index) =>
      stepRecord({ name, startMs: index * 30, durationMs: 20 - index / 2 }),
    );
    const records = runsBetween(HOURLY, () => ({ durationMs: 600, steps }));

    const { regions } = await pageOf(await portsWith(records));

    const layers = regions[0]?.steps?.layers ?? [];
    expect(layers).toHaveLength(12);
    expect(layers.map(({ step }) => step)).toEqual([
      ...names.slice(0, 10),
      'other steps (10)',
      null,
    ]);
    // 20 − index/2 for the indexes 10 to 19.
    expect(layers[10]?.meanMs.at(-1)).toBeCloseTo(127.5, 1);
    expect(layers.reduce((sum, { meanMs }) => sum + (meanMs.at(-1) ?? NaN), 0)).toBeCloseTo(600, 0);
  });

  test('readJourney() shows a short range by hours, without p95 when values are too few', async () => {
    const range = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };
    const { regions, range: covered } = await pageOf(portsOf(stored), { range });

    const bands = regions[0]?.bands;
    expect(covered).toEqual({ fromMs: Date.UTC(2026, 10, 22, 12), toMs: NOW_MS });
    // Ten buckets of three hours would have 18 values each.
    expect(bands?.grid.stepMs).toBe(3 * HOUR_MS);
    expect(bands?.n).toEqual([18, 18, 18, 18, 18, 18, 18, 18, 2]);
    expect(bands?.tracks.map(({ values }) => values[0] === null)).toEqual([false, false, true]);
  });

  test('readJourney() checks budgets over all values of the range', async () => {
    const budgets = [
      { metric: 'duration', statistic: 'p75', max: 300 },
      { metric: 'duration', statistic: 'p75', max: 500 },
      { metric: 'duration', statistic: 'p75', max: 476 },
      { metric: 'step:nobody', statistic: 'p75', max: 1 },
    ] as const;
    const { regions, limits } = await pageOf(portsOf(stored), {}, planOf({ ...API_PLAN, budgets }));

    const checks = regions[0]?.budgets ?? [];
    expect(checks.map(({ status }) => status)).toEqual(['exceeded', 'within', 'unsure', 'unknown']);
    const truth = quantileOfValues(durationsOf(RECORDS), 0.75);
    const [first] = checks;
    if (first?.estimate.kind !== 'quantile') throw new Error('Expected an estimate');
    expect(Math.abs(first.estimate.value / truth - 1)).toBeLessThan(0.01);
    expect(first.estimate.n).toBe(RECORDS.length);
    expect(checks[3]?.estimate).toMatchObject({
      shortage: { code: 'too-few-values', q: 0.75, n: 0, needed: 13 },
    });
    expect(limits).toEqual(budgets.slice(0, 3));
  });

  test('readJourney() has the vitals of browser journeys, in order', async () => {
    const vitals = {
      lcp: { value: 1_200, attribution: {} },
      ttfb: { value: 80, attribution: {} },
      navigations: [],
    };
    const records = runsBetween(HOURLY, () => ({ kind: 'browser', vitals }));

    const page = await pageOf(
      await portsWith(records),
      {},
      planOf({ ...API_PLAN, kind: 'browser' }),
    );

    const [region] = page.regions;
    expect(region?.vitals.map(({ name }) => name)).toEqual(['ttfb', 'lcp']);
    expect(region?.vitals[1]?.p75).toMatchObject({ n: records.length });
    expect(region?.vitals[1]?.bands.tracks.map(({ q }) => q)).toEqual([0.75]);
    expect(page.metrics).toEqual([
      'duration',
      'ttfb',
      'lcp',
      'bytes',
      'requests',
      'instrument:cpu',
      'instrument:loop',
    ]);
  });
});
