import { fnv1a } from '../base/fnv1a.ts';

/**
 * The metrics that every journey has, each with the dimensions of {@link journeyDimensions}:
 * - `Success`: 1 for a passed run, 0 for a failed one; none where we could not tell;
 * - `Duration`: milliseconds, of passed runs only;
 * - `Errored`: 1 for an errored run, 0 for every other record that came (skipped ones as well), so
 *   that its sample count is the number of records;
 * - `Missing`: how many slots the gap detector found without a record; no sample when none;
 * - `Drift`, of journeys that ask for its alarm: by how many percent `duration` grows in 30 days,
 *   once a day; 0 where it was tested and none was found, no sample where it could not be tested;
 * - `DaysToBudget`, of journeys that ask for its alarm: days until the first of the budgets will be
 *   crossed, by the best guess, once a day; no sample where no crossing is forecast.
 */
export const METRICS = {
  success: 'Success',
  duration: 'Duration',
  errored: 'Errored',
  missing: 'Missing',
  drift: 'Drift',
  daysToBudget: 'DaysToBudget',
} as const;

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
const MAX_METRIC_NAME = 255;

/** The namespace of a stage's metrics. */
export function metricNamespace(stage: string): string {
  return `Waywiser/${stage}`;
}

/** What tells a journey's metrics in one region from all others. */
export function journeyDimensions(
  journey: string,
  region: string,
): Readonly<Record<string, string>> {
  return { Journey: journey, Region: region };
}

/** The metric of a budget: `Duration`, or the budget's own word, such as `lcp` or `step:pay`. */
export function budgetMetricName(metric: string): string {
  return metric === 'duration' ? METRICS.duration : asciiName(metric, MAX_METRIC_NAME);
}

/**
 * A name of printable ASCII within a length: other characters become `_`. A name that had to
 * change ends in a hash of the original, so that two names stay two.
 */
export function asciiName(name: string, longest: number): string {
  const ascii = name.replaceAll(/[^\u0020-\u007E]|["\\]/gu, '_');
  if (ascii === name && name.length <= longest) return name;
  const hash = fnv1a(name).toString(16).padStart(8, '0');

  return `${ascii.slice(0, longest - hash.length - 1)}-${hash}`;
}
