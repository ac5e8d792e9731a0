import { unitOfMetric } from '../../lib/core/rollup/metric.ts';
import type {
  HistogramCodec,
  MetricRollup,
  RollupItem,
  RollupSpan,
  RollupStore,
  SlotsRollup,
} from '../../lib/core/rollup/rollup.ts';
import type { SlotSeries } from '../../lib/core/record/slot-series.ts';
import { normal, seededRandom } from '../../lib/core/stats/seeded.ts';
import { DAY_MS, HOUR_MS } from '../../lib/core/base/time.ts';

const RUNS_AN_HOUR = 6;
/** Of the noise of each run, relative to the level. */
const NOISE = 0.03;

/** The level of a metric so many days after the first. */
export type Levels = Readonly<Record<string, (day: number) => number>>;

/** What is stored: from midnight on, in a store, of values around levels. */
export interface StoredSeries extends SlotSeries {
  readonly levels: Levels;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seed?: number;
}

/** Keeps values as they are: cheap, and exact. */
export const EXACT_HISTOGRAMS: HistogramCodec = {
  encode: (values) => JSON.stringify(values.toSorted((a, b) => a - b)),
  merge: (all) => EXACT_HISTOGRAMS.encode(all.flatMap(valuesOf), 'ms'),
  read: (text) => valuesOf(text).map((value) => ({ from: value, to: value, count: 1 })),
};

/** Puts rollups of hours and of days that are over: six runs an hour, noise around the levels. */
export async function storeSeries(
  stored: StoredSeries,
  store: Pick<RollupStore, 'put'>,
  codec: HistogramCodec = EXACT_HISTOGRAMS,
): Promise<void> {
  const { levels, fromMs, toMs, seed = 1 } = stored;
  const random = seededRandom(seed);
  const names = Object.keys(levels);
  const items: RollupItem[] = [];
  let ofDay = new Map<string, number[]>();
  for (let hourMs = fromMs; hourMs < toMs; hourMs += HOUR_MS) {
    const hour = new Map(
      names.map((name) => {
        const level = levels[name]?.((hourMs - fromMs) / DAY_MS) ?? 0;
        const values = Array.from(
          { length: RUNS_AN_HOUR },
          () => level * (1 + NOISE * normal(random)),
        );
        ofDay.set(name, [...(ofDay.get(name) ?? []), ...values]);
        return [name, values];
      }),
    );
    items.push(...itemsOf(hour, { startMs: hourMs, span: 'hour', codec }));
    if ((hourMs + HOUR_MS) % DAY_MS !== 0) continue;
    items.push(...itemsOf(ofDay, { startMs: hourMs + HOUR_MS - DAY_MS, span: 'day', codec }));
    ofDay = new Map();
  }
  await store.put(stored, items);
}

function itemsOf(
  values: ReadonlyMap<string, readonly number[]>,
  {
    startMs,
    span,
    codec,
  }: { readonly startMs: number; readonly span: RollupSpan; readonly codec: HistogramCodec },
): readonly RollupItem[] {
  const startsAt = new Date(startMs).toISOString();
  const metrics = [...values].map(([metric, own]) => ({
    metric,
    span,
    startsAt,
    rollup: metricRollup(metric, own, codec),
  }));

  return [
    ...metrics,
    { metric: null, span, startsAt, rollup: slotsRollup([...values.keys()], startsAt) },
  ];
}

function metricRollup(
  metric: string,
  values: readonly number[],
  codec: HistogramCodec,
): MetricRollup {
  const unit = unitOfMetric(metric);

  return {
    kind: 'metric',
    unit,
    n: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    histogram: codec.encode(values, unit),
    censored: null,
  };
}

function slotsRollup(metrics: readonly string[], startsAt: string): SlotsRollup {
  return {
    kind: 'slots',
    counts: { passed: RUNS_AN_HOUR, failed: 0, errored: 0, skipped: 0, missing: 0 },
    flaky: 0,
    cold: 0,
    timed: RUNS_AN_HOUR,
    metrics: metrics.toSorted(),
    omitted: { steps: 0, hosts: 0 },
    content: startsAt,
  };
}

function valuesOf(text: string): readonly number[] {
  return JSON.parse(text);
}
