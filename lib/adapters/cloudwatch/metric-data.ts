import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { MetricSample } from '../../core/ports.ts';

/**
 * Maximum number of different values in a datum. CloudWatch supports percentiles of values, but not
 * of statistic sets.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
const MAX_VALUES = 150;

/**
 * Converts samples to CloudWatch's format: samples of the same metric, dimensions and instant share
 * a datum, and equal values are one value with a count.
 */
export function metricData(samples: readonly MetricSample[]): readonly MetricDatum[] {
  const series = new Map<string, { first: MetricSample; counts: Map<number, number> }>();
  for (const sample of samples) {
    const key = seriesKey(sample);
    const one = series.get(key) ?? { first: sample, counts: new Map<number, number>() };
    series.set(key, one);
    // -0 and 0 are the same key of a map and the same number for CloudWatch.
    one.counts.set(sample.value, (one.counts.get(sample.value) ?? 0) + 1);
  }

  return [...series.values()].flatMap(({ first, counts }) =>
    parts([...counts]).map((part) => datum(first, part)),
  );
}

function seriesKey({ name, dimensions, unit, atMs }: MetricSample): string {
  const sorted = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));

  return JSON.stringify([name, unit, atMs, sorted]);
}

function datum(
  { name, dimensions, unit, atMs }: MetricSample,
  counts: readonly (readonly [value: number, count: number])[],
): MetricDatum {
  return {
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Timestamp: new Date(atMs),
    Unit: unit,
    Values: counts.map(([value]) => value),
    Counts: counts.map(([, count]) => count),
  };
}

function parts<T>(entries: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(entries.length / MAX_VALUES);

  return Array.from({ length: count }, (_, index) =>
    entries.slice(index * MAX_VALUES, (index + 1) * MAX_VALUES),
  );
}
