import { analyseJourney } from '../../../lib/core/trends/analyse-journey.ts';
import type { SeriesAnalysis } from '../../../lib/core/trends/journey-analysis.ts';
import { trendRange } from '../../../lib/core/trends/trend-range.ts';
import { memoryRollupStore } from '../../fakes/memory-rollup-store.ts';
import { memoryAnnotationStore } from '../../fakes/memory-trend-stores.ts';
import { EXACT_HISTOGRAMS, type Levels, storeSeries } from '../../support/stored-rollups.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const TO_MS = Date.UTC(2026, 10, 22);
const RANGE = trendRange(TO_MS + 1);
const DAYS = 42;
const PLAN = { name: 'checkout', regions: ['eu-west-1'], budgets: [] };

async function portsWith(stored: Readonly<Record<string, Levels>>, days = DAYS, toMs = TO_MS) {
  const rollups = memoryRollupStore();
  for (const [index, [region, levels]] of Object.entries(stored).entries()) {
    const series = { journey: 'checkout', region, levels, seed: index + 1 };
    await storeSeries({ ...series, fromMs: toMs - days * DAY_MS, toMs }, rollups);
  }

  return { rollups, annotations: memoryAnnotationStore(), histograms: EXACT_HISTOGRAMS };
}

function namesOf(series: readonly SeriesAnalysis[]): readonly string[] {
  return series.map((one) => `${one.series.region} ${one.series.metric}`);
}

function steady(): number {
  return 200;
}

function growing(day: number): number {
  return 200 + day;
}

describe('trendRange()', () => {
  test('trendRange() is of whole days and hours', () => {
    const range = trendRange(Date.UTC(2026, 10, 22, 16, 45));

    expect(range).toEqual({ fromMs: Date.UTC(2026, 6, 25), toMs: Date.UTC(2026, 10, 22, 16) });
    expect(trendRange(range.toMs, 7).fromMs).toBe(Date.UTC(2026, 10, 15));
  });
});

describe('analyseJourney()', () => {
  test('analyseJourney() looks at durations, budgets, steps and vitals, not at what explains', async () => {
    const levels = {
      cls: () => 0.1,
      'step:pay': steady,
      'wait@shop.example': steady,
      bytes: steady,
      'instrument:cpu': steady,
      wait: steady,
      'step:open': steady,
      duration: steady,
    };
    const ports = await portsWith({ 'eu-west-1': levels, 'us-east-1': { duration: steady } }, 2);
    const budgets = [{ metric: 'wait', statistic: 'p95', max: 500 } as const];
    const plan = { ...PLAN, budgets, regions: ['us-east-1', 'eu-west-1'] };

    const { series, instrument, failures } = await analyseJourney({ plan, range: RANGE }, ports);

    expect(namesOf(series)).toEqual([
      'us-east-1 duration',
      'eu-west-1 duration',
      'eu-west-1 wait',
      'eu-west-1 step:open',
      'eu-west-1 step:pay',
      'eu-west-1 cls',
    ]);
    expect(namesOf(instrument)).toEqual(['eu-west-1 instrument:cpu']);
    expect(failures).toEqual([]);
    expect(series.map(({ unit, conclusion }) => `${unit} ${conclusion.kind}`)).toEqual([
      ...Array.from({ length: 5 }, () => 'ms insufficient-data'),
      'score insufficient-data',
    ]);
  });

  test('analyseJourney() says what there will be to look at from the first hours on', async () => {
    const toMs = TO_MS + DAY_MS / 4;
    const ports = await portsWith({ 'eu-west-1': { duration: steady } }, 0.25, toMs);

    const { series } = await analyseJourney({ plan: PLAN, range: trendRange(toMs) }, ports);

    const [drift] = series.map(({ conclusion }) => conclusion.drift);
    expect(drift).toMatchObject({
      kind: 'insufficient-data',
      shortage: { code: 'too-few-days' },
    });
  });

  test('analyseJourney() leaves out what had no value for two weeks', async () => {
    const ports = await portsWith({ 'eu-west-1': { duration: steady } });
    const later = trendRange(TO_MS + 15 * DAY_MS);

    const { series } = await analyseJourney({ plan: PLAN, range: later }, ports);

    expect(series).toEqual([]);
  });

  test('analyseJourney() says the same of the same data, and of a metric by itself', async () => {
    const levels = { duration: growing, 'step:pay': growing };
    const ports = await portsWith({ 'eu-west-1': levels });

    const [first, again] = await Promise.all(
      [1, 2].map(async () => analyseJourney({ plan: PLAN, range: RANGE }, ports)),
    );
    const alone = await analyseJourney(
      { plan: PLAN, range: RANGE, metrics: ['step:pay', 'step:none'] },
      ports,
    );

    expect(first?.series.map(({ conclusion }) => conclusion.kind)).toEqual(['drift', 'drift']);
    expect(again).toEqual(first);
    expect(alone.series).toEqual(first?.series.slice(1));
  });

  test('analyseJourney() reports a region that cannot be read, and goes on', async () => {
    const ports = await portsWith({ 'us-east-1': { duration: steady } });
    const { rollups } = ports;
    const broken: typeof rollups = {
      ...rollups,
      slots: async (series, ...rest) => {
        if (series.region === 'eu-west-1') throw new Error('throttled');
        return rollups.slots(series, ...rest);
      },
    };
    const plan = { ...PLAN, regions: ['eu-west-1', 'us-east-1'] };

    const { series, failures } = await analyseJourney(
      { plan, range: RANGE },
      { ...ports, rollups: broken },
    );

    expect(namesOf(series)).toEqual(['us-east-1 duration']);
    expect(failures).toEqual([
      {
        journey: 'checkout',
        region: 'eu-west-1',
        metric: null,
        error: new Error(
          'Cannot analyse the trends of the metrics of journey "checkout" in eu-west-1: throttled',
        ),
      },
    ]);
  });

  test('analyseJourney() keeps the conclusion where its explanation cannot be read', async () => {
    const ports = await portsWith({ 'eu-west-1': { duration: growing } });
    const annotations = {
      ...ports.annotations,
      annotationsOf: async () => Promise.reject(new Error('a note has no text')),
    };

    const analysis = await analyseJourney({ plan: PLAN, range: RANGE }, { ...ports, annotations });

    expect(
      analysis.series.map(({ conclusion, explanations }) => [conclusion.kind, explanations]),
    ).toEqual([['drift', { drift: null, changes: [] }]]);
    expect(
      analysis.failures.map(({ metric, error }) => `${metric ?? ''}: ${error.message}`),
    ).toEqual([
      'duration: Cannot analyse the trends of duration of journey "checkout" in eu-west-1: a note has no text',
    ]);
  });

  test('analyseJourney() names the regions that share a drift', async () => {
    const ports = await portsWith({
      'eu-west-1': { duration: growing },
      'us-east-1': { duration: growing },
      'sa-east-1': { duration: steady },
    });
    const plan = { ...PLAN, regions: ['eu-west-1', 'us-east-1', 'sa-east-1'] };

    const { series } = await analyseJourney({ plan, range: RANGE }, ports);

    expect(series.map(({ conclusion }) => conclusion.kind)).toEqual(['drift', 'drift', 'steady']);
    expect(series[0]?.explanations.drift?.regions).toEqual({
      sharing: ['eu-west-1', 'us-east-1'],
      others: ['sa-east-1'],
    });
    expect(series[2]?.explanations).toEqual({ drift: null, changes: [] });
  });

  test.each([
    ['crossed, where the newest days lie above it', growing, 230, 'crossed'],
    ['crossed, whether anything drifts or not', steady, 150, 'crossed'],
    ['to come', growing, 265, 'forecast'],
    ['not for a long time', growing, 2_000, 'not-reached'],
    ['refused, where nothing drifts', steady, 265, 'insufficient-data'],
  ] as const)('analyseJourney() says of a budget that it is %s', async (...row) => {
    const [, duration, max, kind] = row;
    const ports = await portsWith({ 'eu-west-1': { duration } });
    const budgets = [
      { metric: 'duration', statistic: 'p90', max },
      { metric: 'lcp', statistic: 'p75', max: 1 },
    ] as const;

    const { series } = await analyseJourney({ plan: { ...PLAN, budgets }, range: RANGE }, ports);

    expect(series[0]?.forecasts.map(({ budget, outcome }) => [budget, outcome.kind])).toEqual([
      [budgets[0], kind],
    ]);
  });
});
