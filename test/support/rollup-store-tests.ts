import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import { rollUpMetric } from '../../lib/core/rollup/roll-up-metric.ts';
import type {
  FactsRollup,
  MetricRollup,
  PartsRollup,
  RollupStore,
  SlotsRollup,
} from '../../lib/core/rollup/rollup.ts';

const EU = { journey: 'check#out', region: 'eu-west-1' };
const US = { ...EU, region: 'us-east-1' };
const [ELEVEN, NOON, ONE, TWO] = [
  '2026-11-22T11:00:00.000Z',
  '2026-11-22T12:00:00.000Z',
  '2026-11-22T13:00:00.000Z',
  '2026-11-22T14:00:00.000Z',
] as const;
const RANGE = { since: NOON, until: TWO };

export const SLOTS: SlotsRollup = {
  kind: 'slots',
  counts: { passed: 3, failed: 1, errored: 0, skipped: 0, missing: 2 },
  flaky: 1,
  cold: 2,
  timed: 3,
  metrics: ['duration', 'step:pay'],
  omitted: { steps: 0, hosts: 4 },
  content: '0123456789abcdef',
};
const PARTS: PartsRollup = {
  kind: 'parts',
  n: 3,
  parts: [{ step: 'a\uD800', host: null, phase: 'own', sumMs: 12.345_678 }],
};
const FACTS: FactsRollup = { kind: 'facts', n: 3, facts: { '': { '': 2, 'v\u0000': 1 } } };

/** What every RollupStore must do. */
export function rollupStoreTests(open: () => RollupStore): void {
  test('slots() gives what was put last, of its series and span, oldest first', async () => {
    const store = open();
    const hours = [TWO, NOON, ONE, ELEVEN];
    await store.put(EU, hours.map(hourOf({ ...SLOTS, flaky: 0 })));
    await store.put(EU, [ONE].map(hourOf(SLOTS)));
    await store.put(US, hours.map(hourOf({ ...SLOTS, flaky: 7 })));
    await store.put(EU, [{ ...hourOf(SLOTS)(NOON), span: 'day' }]);

    expect(await store.slots(EU, 'hour', RANGE)).toEqual([
      { startsAt: NOON, rollup: { ...SLOTS, flaky: 0 } },
      { startsAt: ONE, rollup: SLOTS },
    ]);
    expect(await store.slots(EU, 'day', RANGE)).toEqual([{ startsAt: NOON, rollup: SLOTS }]);
    expect(await store.slots(EU, 'hour', { since: NOON, until: NOON })).toEqual([]);
  });

  test('metric() gives those of one metric only, whatever its name', async () => {
    const store = open();
    const long = `step:${'é#%'.repeat(600)}`;
    const names = ['step:pay', 'step:pay#2026-11-22T12:00:00.000Z', 'step', long, `${long}x`];
    const items = names.map((metric, index) => ({
      ...hourOf(metricOf([index], []))(NOON),
      metric,
    }));

    await store.put(EU, items);

    for (const [index, metric] of names.entries()) {
      expect(await store.metric({ ...EU, metric }, 'hour', RANGE)).toEqual([
        { startsAt: NOON, rollup: metricOf([index], []) },
      ]);
    }
  });

  test('metric() gives values, time-outs and their absence as they were put', async () => {
    const store = open();
    const metric = 'duration';
    const rollups = [metricOf([0.001, 86_400_000], [30_000]), metricOf([], [1])];
    const items = rollups.map((rollup, index) => ({
      ...hourOf(rollup)(index === 0 ? NOON : ONE),
      metric,
    }));

    await store.put(EU, items);

    const read = await store.metric({ ...EU, metric }, 'hour', RANGE);
    expect(read.map(({ rollup }) => rollup)).toEqual(rollups);
  });

  test('parts() and facts() give what was put, whatever text is in it', async () => {
    const store = open();

    await store.put(EU, [hourOf(PARTS)(NOON), hourOf(FACTS)(NOON)]);

    expect(await store.parts(EU, 'hour', RANGE)).toEqual([{ startsAt: NOON, rollup: PARTS }]);
    expect(await store.facts(EU, 'hour', RANGE)).toEqual([{ startsAt: NOON, rollup: FACTS }]);
  });

  test('put() takes any number of rollups', async () => {
    const store = open();
    const items = Array.from({ length: 63 }, (_, index) => ({
      ...hourOf(metricOf([index], []))(NOON),
      metric: `step:${index}`,
    }));

    await store.put(US, items);
    await store.put(US, []);

    const last = await store.metric({ ...US, metric: 'step:62' }, 'hour', RANGE);
    expect(last.map(({ rollup }) => rollup.max)).toEqual([62]);
  });
}

function hourOf<R extends SlotsRollup | MetricRollup | PartsRollup | FactsRollup>(rollup: R) {
  return (startsAt: string) => ({ span: 'hour' as const, metric: null, startsAt, rollup });
}

function metricOf(timed: readonly number[], censored: readonly number[]): MetricRollup {
  return rollUpMetric({ metric: 'duration', timed, censored }, hdrHistograms());
}
