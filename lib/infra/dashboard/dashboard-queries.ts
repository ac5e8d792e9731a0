import type { Statistic } from '../../core/alarms/alarm-definition.ts';
import { metricNamespace } from '../../core/alarms/metric-names.ts';

/** Stands for a journey's name until somebody chooses one: no journey can be called so. */
export const CHOSEN_JOURNEY = 'JOURNEY_TO_SHOW';

/** A list of the journeys, or regions, that stand out. */
export interface RankingQuery {
  readonly stage: string;
  readonly metric: string;
  readonly statistic: 'AVG' | 'SUM';
  readonly by: 'Journey' | 'Region';
  readonly order: 'ASC' | 'DESC';
}

/** How many lines a ranking has: more than that nobody tells apart in a graph. */
export const RANKED = 10;

/**
 * The few that stand out among all, by a query of Metrics Insights: however many journeys there
 * are, a graph holds {@link RANKED} lines. One query reads up to 10,000 metrics: 1,000 journeys in
 * ten regions.
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
 * A metric of the chosen journey, a line for each region.
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
