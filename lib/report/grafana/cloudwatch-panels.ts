import { CONFIDENCE } from '../../core/stats/levels.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../../core/base/time.ts';
import { budgetMetricName, METRICS, metricNamespace } from '../../core/alarms/metric-names.ts';
import type { BudgetPlan, JourneyPlan } from '../../core/journey/plan.ts';
import { fewestForInterval } from '../../core/stats/quantile-ranks.ts';
import type { GrafanaTarget, GrafanaVariable, PanelPlan } from './grafana-model.ts';

const PERCENT = 100;

/** Where a stage's metrics lie. */
export interface CloudWatchPlace {
  readonly stage: string;
  /** The region of the metrics. */
  readonly home: string;
}

/** Variables of the dashboard for CloudWatch. */
export function cloudWatchVariables({ stage, home }: CloudWatchPlace): readonly GrafanaVariable[] {
  return [
    { type: 'datasource', name: 'datasource', label: 'Data source', query: 'cloudwatch' },
    {
      type: 'query',
      name: 'journey',
      label: 'Journey',
      datasource: { type: 'cloudwatch', uid: '${datasource}' },
      query: {
        queryType: 'dimensionValues',
        region: home,
        namespace: metricNamespace(stage),
        metricName: METRICS.success,
        dimensionKey: 'Journey',
        dimensionFilters: {},
        refId: 'journey',
      },
      refresh: 2,
    },
  ];
}

/** The panels of the dashboard for CloudWatch: those of every journey, then budgets. */
export function cloudWatchPanels(
  place: CloudWatchPlace,
  plans: readonly JourneyPlan[],
): readonly PanelPlan[] {
  return [
    {
      kind: 'timeseries',
      title: 'Availability',
      description:
        'Passed of passed and failed. What errored, was skipped or is missing says nothing of the target.',
      targets: [target(place, METRICS.success, 'Average')],
      unit: 'percentunit',
      width: 12,
    },
    {
      kind: 'timeseries',
      title: 'Errored',
      description: 'Errored runs: the monitor failed, not the target.',
      targets: [target(place, METRICS.errored, 'Sum')],
      unit: 'short',
      width: 6,
    },
    {
      kind: 'timeseries',
      title: 'Missing',
      description: 'Expected runs without a record. Empty: none was found.',
      targets: [target(place, METRICS.missing, 'Sum')],
      unit: 'short',
      width: 6,
    },
    ...['p50', 'p95'].map((statistic): PanelPlan => ({
      kind: 'timeseries',
      title: `Duration, ${statistic}`,
      description: `Of passed runs that count in statistics. ${describePeriod(statistic)}`,
      targets: [target(place, METRICS.duration, statistic, periodOf(statistic))],
      unit: 'ms',
      width: 12,
    })),
    ...budgetPanels(place, plans),
    ...trendPanels(place, plans),
  ];
}

/** One for each word that budgets are about; the limits are drawn of all journeys that have one. */
function budgetPanels(place: CloudWatchPlace, plans: readonly JourneyPlan[]): readonly PanelPlan[] {
  const budgets = new Map<string, BudgetPlan[]>();
  for (const budget of plans.flatMap((plan) => plan.budgets)) {
    const key = `${budget.metric}, ${budget.statistic}`;
    budgets.set(key, [...(budgets.get(key) ?? []), budget]);
  }

  return [...budgets]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([title, alike]) => {
      const [budget] = alike;
      if (budget === undefined) return [];
      const limits = [...new Set(alike.map(({ max }) => max))].toSorted((a, b) => a - b);
      return [
        {
          kind: 'timeseries',
          title: `${title}, with budgets`,
          description: `${
            limits.length === 1
              ? 'The line is the budget.'
              : 'The lines are budgets of different journeys.'
          } ${describePeriod(budget.statistic)}`,
          targets: [
            target(
              place,
              budgetMetricName(budget.metric),
              budget.statistic,
              periodOf(budget.statistic),
            ),
          ],
          unit: budget.metric === 'cls' ? 'none' : 'ms',
          thresholds: limits.map((value) => ({ value, color: 'red' as const })),
          width: 12,
        } satisfies PanelPlan,
      ];
    });
}

/** As long as CloudWatch takes together. */

/** By the minute a percentile would be of one run: an hour holds a median of runs each five minutes. */
function periodOf(statistic: string): number {
  if (statistic === 'p50') return HOUR_SECONDS;

  return statistic === 'p75' ? 6 * HOUR_SECONDS : DAY_SECONDS;
}

function describePeriod(statistic: string): string {
  const hours = periodOf(statistic) / HOUR_SECONDS;
  const fewest = fewestForInterval(Number(statistic.slice(1)) / PERCENT, CONFIDENCE);

  return `Each point is of ${hours === 1 ? 'an hour' : `${hours} hours`}: where fewer than ${fewest} runs passed in it, it is a guess.`;
}

/** Only where a journey asks for an alarm on them: else nothing is published. */
function trendPanels(place: CloudWatchPlace, plans: readonly JourneyPlan[]): readonly PanelPlan[] {
  const drifts = plans.some(({ alarm }) => alarm.driftPercent !== undefined);
  const forecasts = plans.some(({ alarm }) => alarm.daysToBudget !== undefined);

  return [
    drifts && {
      kind: 'timeseries' as const,
      title: 'Drift of the duration in 30 days',
      description:
        'Once a day: 0 where it was tested and none was found, empty where it could not be tested.',
      targets: [target(place, METRICS.drift, 'Maximum', 86_400)],
      unit: 'percent' as const,
      signed: true as const,
      width: 12 as const,
    },
    forecasts && {
      kind: 'timeseries' as const,
      title: 'Days until a budget is exceeded',
      description:
        'Most likely number of days, once a day. Empty: no budget is forecast to be exceeded.',
      targets: [target(place, METRICS.daysToBudget, 'Minimum', 86_400)],
      unit: 'd' as const,
      width: 12 as const,
    },
  ].filter((panel) => panel !== false);
}

/** https://grafana.com/docs/grafana/latest/datasources/aws-cloudwatch/query-editor/ */
function target(
  { stage, home }: CloudWatchPlace,
  metricName: string,
  ...[statistic, periodSeconds]: readonly [statistic: string, periodSeconds?: number]
): GrafanaTarget {
  return {
    refId: 'A',
    queryMode: 'Metrics',
    metricQueryType: 0,
    metricEditorMode: 0,
    region: home,
    namespace: metricNamespace(stage),
    metricName,
    dimensions: { Journey: '$journey', Region: '*' },
    matchExact: true,
    statistic,
    period: periodSeconds === undefined ? '' : String(periodSeconds),
    label: "${PROP('Dim.Region')}",
  };
}
