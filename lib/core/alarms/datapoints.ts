import type { DatapointAlarm, MetricRef, Statistic } from './alarm-definition.ts';
import type { Datapoint } from './evaluate-alarm.ts';
import { evaluateExpression } from './metric-math.ts';
import { sum } from '../stats/sums.ts';

/** One value of a metric and its timestamp, in milliseconds since 1970. */
export interface SamplePoint {
  readonly atMs: number;
  readonly value: number;
}

/** Returns all samples of a metric, in ascending order of time; empty for one without samples. */
export type SampleSource = (metric: MetricRef) => readonly SamplePoint[];

/** `count` instants at equal distances, starting at `fromMs`. */
interface TimeGrid {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/**
 * An alarm's datapoints at every instant of a grid. Each covers the period that ends there, start
 * inclusive, end exclusive. Throws a RangeError for samples that do not ascend in time.
 */
export function datapointsOf(
  alarm: DatapointAlarm,
  samplesOf: SampleSource,
  grid: TimeGrid,
): readonly Datapoint[] {
  const periodMs = alarm.periodSeconds * 1_000;
  if (alarm.kind === 'metric')
    return slide(alarm.metric, samplesOf(alarm.metric), { ...grid, periodMs });

  const series = new Map(
    alarm.metrics.map(({ id, metric }) => [
      id,
      slide(metric, samplesOf(metric), { ...grid, periodMs }),
    ]),
  );

  return Array.from({ length: grid.count }, (_, index) =>
    evaluateExpression(alarm.expression, (id) => valueAt(series, id, index)),
  );
}

function valueAt(
  series: ReadonlyMap<string, readonly Datapoint[]>,
  id: string,
  index: number,
): Datapoint {
  const values = series.get(id);
  if (values === undefined) {
    const known = [...series.keys()].join(', ');
    throw new RangeError(
      `Cannot evaluate metric "${id}": no metric has this id; expected ${known}`,
    );
  }

  return values[index] ?? null;
}

/** Slides a window over the samples; recomputes only when a sample enters or leaves. */
function slide(
  { name, statistic }: MetricRef,
  samples: readonly SamplePoint[],
  { fromMs, stepMs, count, periodMs }: TimeGrid & { readonly periodMs: number },
): readonly Datapoint[] {
  checkOrder(name, samples);
  const summary = isPercentile(statistic)
    ? sortedSummary(statistic, samples)
    : plainSummary(statistic, samples);
  let window = { start: 0, end: 0 };
  let current: Datapoint = null;

  return Array.from({ length: count }, (_, index) => {
    const endMs = fromMs + index * stepMs;
    const end = firstFrom(samples, window.end, endMs);
    const start = firstFrom(samples, window.start, endMs - periodMs);
    if (start !== window.start || end !== window.end) {
      window = { start, end };
      current = summary(window);
    }

    return current;
  });
}

/** The statistic of a window that only moves forward. */
type WindowSummary = (window: { readonly start: number; readonly end: number }) => Datapoint;

function plainSummary(statistic: Statistic, samples: readonly SamplePoint[]): WindowSummary {
  return ({ start, end }) => statisticOf(statistic, valuesBetween(samples, start, end));
}

/** Keeps the window sorted: sorting a day of samples every minute makes a month's replay take minutes. */
function sortedSummary(statistic: `p${number}`, samples: readonly SamplePoint[]): WindowSummary {
  const percent = percentOf(statistic);
  const sorted: number[] = [];
  let known = { start: 0, end: 0 };

  return (window) => {
    for (const value of valuesBetween(samples, known.start, Math.min(window.start, known.end))) {
      sorted.splice(rankOf(sorted, value), 1);
    }
    for (const value of valuesBetween(samples, Math.max(known.end, window.start), window.end)) {
      sorted.splice(rankOf(sorted, value), 0, value);
    }
    known = window;

    return percentileOfSorted(sorted, percent);
  };
}

/** The number of values in ascending order that are less than `value`. */
function rankOf(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }

  return low;
}

function isPercentile(statistic: Statistic): statistic is `p${number}` {
  return statistic.startsWith('p');
}

/** The index of the first sample at or after an instant, searched from an index on. */
function firstFrom(samples: readonly SamplePoint[], from: number, atMs: number): number {
  let index = from;
  while ((samples[index]?.atMs ?? Infinity) < atMs) index += 1;

  return index;
}

function valuesBetween(
  samples: readonly SamplePoint[],
  start: number,
  end: number,
): readonly number[] {
  return samples.slice(start, end).map(({ value }) => value);
}

function checkOrder(name: string, samples: readonly SamplePoint[]): void {
  const wrong = samples.findIndex(({ atMs }, index) => atMs < (samples[index - 1]?.atMs ?? atMs));
  if (wrong === -1) return;

  throw new RangeError(
    `Cannot read samples of metric "${name}": number ${wrong} is older than the one before; expected ascending instants`,
  );
}

/**
 * The datapoint of one period. Null without samples, also for `Sum` and `SampleCount`: CloudWatch has
 * no datapoint then. `pNN` is the nearest rank, which is one of the samples. CloudWatch uses histograms
 * instead, and does not document how it interpolates within their buckets.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function statisticOf(statistic: Statistic, samples: readonly number[]): Datapoint {
  if (samples.length === 0) return null;

  switch (statistic) {
    case 'Sum':
      return sum(samples);
    case 'Average':
      return sum(samples) / samples.length;
    case 'Minimum':
      return samples.reduce((least, value) => Math.min(least, value));
    case 'Maximum':
      return samples.reduce((most, value) => Math.max(most, value));
    case 'SampleCount':
      return samples.length;
    default:
      return percentileOfSorted(
        samples.toSorted((a, b) => a - b),
        percentOf(statistic),
      );
  }
}

/** The percentile, by nearest rank, of samples in ascending order; null for none. */
function percentileOfSorted(sorted: readonly number[], percent: number): Datapoint {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? null;
}

/** The percentage of a statistic: 95 for `p95`. Throws a RangeError outside of 0 to 100. */
function percentOf(statistic: `p${number}`): number {
  const percent = Number(statistic.slice(1));
  if (percent >= 0 && percent <= 100) return percent;

  throw new RangeError(`Cannot take statistic "${statistic}"; expected p0 to p100`);
}
