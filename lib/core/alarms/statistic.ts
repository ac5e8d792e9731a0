import type { Statistic } from './alarm-definition.ts';
import type { Datapoint } from './evaluate-alarm.ts';

/**
 * The datapoint of one period; null for no samples, also of `Sum` and `SampleCount`, as CloudWatch
 * then has no datapoint at all. `pNN` is the nearest rank, one of the samples themselves:
 * CloudWatch keeps histograms instead and does not publish how it reads between their bounds.
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

/** The percentile, by nearest rank, of samples that ascend; null for none. */
export function percentileOfSorted(sorted: readonly number[], percent: number): Datapoint {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? null;
}

/** What a statistic such as `p95` asks for: 95. Throws a RangeError outside of 0 to 100. */
export function percentOf(statistic: `p${number}`): number {
  const percent = Number(statistic.slice(1));
  if (percent >= 0 && percent <= 100) return percent;

  throw new RangeError(`Cannot take statistic "${statistic}"; expected p0 to p100`);
}

function sum(samples: readonly number[]): number {
  return samples.reduce((total, value) => total + value, 0);
}
