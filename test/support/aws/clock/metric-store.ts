import type { MetricRef } from '../../../../lib/core/alarms/alarm-definition.ts';
import type { SamplePoint } from '../../../../lib/core/alarms/datapoints.ts';

/** A metric without a statistic. */
export type MetricName = Omit<MetricRef, 'statistic'>;

/** The samples of a region's metrics that CloudWatch has taken in. */
export class MetricStore {
  readonly #samples = new Map<string, SamplePoint[]>();

  /** Adds a sample; one of an earlier time comes before those of later ones. */
  add(metric: MetricName, sample: SamplePoint): void {
    const key = metricKey(metric);
    const samples = this.#samples.get(key) ?? [];
    this.#samples.set(key, samples);
    samples.splice(firstFrom(samples, sample.atMs + 1), 0, sample);
  }

  /** The samples of a range, start inclusive, end exclusive, in order of time. */
  between(metric: MetricName, fromMs: number, toMs: number): readonly SamplePoint[] {
    const samples = this.#samples.get(metricKey(metric)) ?? [];

    return samples.slice(firstFrom(samples, fromMs), firstFrom(samples, toMs));
  }
}

/** Metrics of definitions are asked for every minute. */
const KNOWN_KEYS = new WeakMap<MetricName, string>();

/** Equal for metrics of one name and the same dimensions in any order. */
export function metricKey(metric: MetricName): string {
  const known = KNOWN_KEYS.get(metric);
  if (known !== undefined) return known;
  const { namespace, name, dimensions } = metric;
  const pairs = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const key = JSON.stringify([namespace, name, pairs]);
  KNOWN_KEYS.set(metric, key);

  return key;
}

function firstFrom(samples: readonly SamplePoint[], atMs: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle]?.atMs ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }

  return low;
}
