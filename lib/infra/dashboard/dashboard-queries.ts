import type { Statistic } from '../../core/alarms/alarm-definition.ts';
import { metricNamespace } from '../../core/alarms/metric-names.ts';

/** Placeholder for the selected journey's name; no journey can have this name. */
export const CHOSEN_JOURNEY = 'JOURNEY_TO_SHOW';

/** What a ranking of journeys or regions is sorted by. */
export interface RankingQuery {
  readonly stage: string;
  readonly metric: string;
  readonly statistic: 'AVG' | 'SUM';
  readonly by: 'Journey' | 'Region';
  readonly order: 'ASC' | 'DESC';
}

/** Number of lines of a ranking; more cannot be distinguished in a graph. */
export const RANKED = 10;

/**
 * A Metrics Insights query for the first {@link RANKED} journeys or regions. One query reads up to
 * 10,000 metrics: 1,000 journeys in ten regions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html
 */
export function rankingQuery({ stage, metric, statistic, by, order }: RankingQuery): string {
  return [
    `SELECT ${statistic}("${metric}")`,
    `FROM SCHEMA("${metricNamespace(stage)}", Journey, Region)`,
    `GROUP BY ${by}`,
    `ORDER BY ${statistic}() ${order}`,
    `LIMIT ${RANKED}`,
  ].join(' ');
}

/**
 * A search expression for a metric of the selected journey, one line for each region.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function regionsSearch(
  stage: string,
  metric: string,
  { statistic, periodSeconds }: { readonly statistic: Statistic; readonly periodSeconds: number },
): string {
  const schema = `{${metricNamespace(stage)},Journey,Region}`;

  return `SEARCH('${schema} MetricName="${metric}" Journey="${CHOSEN_JOURNEY}"', '${statistic}', ${periodSeconds})`;
}
