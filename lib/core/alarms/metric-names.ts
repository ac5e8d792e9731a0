import { fnv1a } from '../base/fnv1a.ts';

/**
 * The metrics that every journey has, each with the dimensions of {@link journeyDimensions}:
 * - `Success`: 1 for a passed run, 0 for a failed one; no sample for an errored one;
 * - `Duration`: milliseconds, of passed runs only;
 * - `Errored`: 1 for an errored run, 0 for every other record (also a skipped one), so that its sample
 *   count is the number of records;
 * - `Missing`: number of slots that the gap detector found without a record; no sample when none;
 * - `Drift`, of journeys that request its alarm: growth of `duration` in percent per 30 days, once a
 *   day; 0 when the test found no drift, no sample when there was not enough data;
 * - `DaysToBudget`, of journeys that request its alarm: best estimate of the days until the first
 *   budget is crossed, once a day; no sample when no crossing is forecast;
 * - `DaysToExpiry`: days until the first server certificate of all hosts expires, of passed and failed runs; no sample
 *   when a run reached no host by TLS.
 */
export const METRICS = {
  success: 'Success',
  duration: 'Duration',
  errored: 'Errored',
  missing: 'Missing',
  drift: 'Drift',
  daysToBudget: 'DaysToBudget',
  daysToExpiry: 'DaysToExpiry',
} as const;

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
const MAX_METRIC_NAME = 255;

/** The CloudWatch namespace of a stage's metrics: `Waywiser/prod`. */
export function metricNamespace(stage: string): string {
  return `Waywiser/${stage}`;
}

/** The CloudWatch dimensions of a journey's metrics in one region. */
export function journeyDimensions(
  journey: string,
  region: string,
): Readonly<Record<string, string>> {
  return { Journey: journey, Region: region };
}

/** The metric of a budget: `Duration`, or the budget's own metric, such as `lcp` or `step:pay`. */
export function budgetMetricName(metric: string): string {
  return metric === 'duration' ? METRICS.duration : asciiName(metric, MAX_METRIC_NAME);
}

/**
 * Converts a name to printable ASCII of a limited length: other characters become `_`. A changed name
 * ends in a hash of the original, so that different names stay different.
 */
export function asciiName(name: string, longest: number): string {
  const ascii = name.replaceAll(/[^\u0020-\u007E]|["\\]/gu, '_');
  if (ascii === name && name.length <= longest) return name;
  const hash = fnv1a(name).toString(16).padStart(8, '0');

  return `${ascii.slice(0, longest - hash.length - 1)}-${hash}`;
}
