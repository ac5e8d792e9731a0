import { Duration } from 'aws-cdk-lib';
import {
  GraphWidget,
  type GraphWidgetProps,
  type IWidget,
  MathExpression,
  TextWidget,
  type YAxisProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Statistic } from '../../core/alarms/alarm-definition.ts';
import type { AlarmFrame } from '../../core/alarms/alarm-meaning.ts';
import { METRICS } from '../../core/alarms/metric-names.ts';
import {
  CHOSEN_JOURNEY,
  type RankingQuery,
  rankingQuery,
  RANKED,
  regionsSearch,
} from './dashboard-queries.ts';

const GRID_COLUMNS = 24;
const GRAPH_ROWS = 6;
const FIVE_MINUTES_SECONDS = 300;
const HOUR_SECONDS = 3_600;
const PERCENT_AXIS: YAxisProps = { min: 0, max: 1, label: 'share of runs', showUnits: false };
const MILLISECONDS_AXIS: YAxisProps = { min: 0, label: 'ms', showUnits: false };
const COUNT_AXIS: YAxisProps = { min: 0, label: 'runs', showUnits: false };

/** Heading: what the dashboard is, that changes to it are lost, and a link to the runbook. */
export function headWidget({ stage, runbookUrl }: AlarmFrame): IWidget {
  return new TextWidget({
    width: GRID_COLUMNS,
    height: 2,
    markdown: `## Waywiser, stage ${stage}\nDeployed with the stage: changes made here are lost at its next deployment. What an alarm means and what to do: ${runbookUrl === null ? 'in the description of each alarm' : `[runbook](${runbookUrl})`}.`,
  });
}

/** Rankings over all journeys: least available, slowest, most errored, most missing. */
export function overviewWidgets(stage: string): IWidget[][] {
  const journeys = { stage, by: 'Journey' } as const;

  return [
    [
      ranking(
        `Least available ${RANKED} journeys`,
        { ...journeys, metric: METRICS.success, statistic: 'AVG', order: 'ASC' },
        PERCENT_AXIS,
      ),
      ranking(
        `Slowest ${RANKED} journeys, mean of passed runs`,
        { ...journeys, metric: METRICS.duration, statistic: 'AVG', order: 'DESC' },
        MILLISECONDS_AXIS,
      ),
    ],
    [
      ranking(
        'Errored runs by region',
        { stage, by: 'Region', metric: METRICS.errored, statistic: 'SUM', order: 'DESC' },
        COUNT_AXIS,
      ),
      ranking(
        `Missing slots, ${RANKED} journeys with most`,
        { ...journeys, metric: METRICS.missing, statistic: 'SUM', order: 'DESC' },
        COUNT_AXIS,
      ),
    ],
  ];
}

/**
 * Graphs of the selected journey by region: availability, errored runs, missing slots, durations.
 */
export function journeyWidgets(stage: string): IWidget[][] {
  const slow = { stage, metric: METRICS.duration, axis: MILLISECONDS_AXIS };
  const sums = { stage, statistic: 'Sum', axis: COUNT_AXIS } as const;

  return [
    [
      byRegion(ofChosen('availability'), {
        stage,
        metric: METRICS.success,
        statistic: 'Average',
        axis: PERCENT_AXIS,
      }),
      byRegion(ofChosen('errored runs'), { ...sums, metric: METRICS.errored }),
      byRegion(ofChosen('missing slots'), { ...sums, metric: METRICS.missing }),
    ],
    (['p50', 'p75', 'p95'] as const).map((statistic) =>
      byRegion(ofChosen(`duration ${statistic} of passed runs`), { ...slow, statistic }),
    ),
  ];
}

function ofChosen(what: string): string {
  return `${CHOSEN_JOURNEY}: ${what}`;
}

function ranking(title: string, query: RankingQuery, axis: YAxisProps): IWidget {
  return graph(title, rankingQuery(query), {
    axis,
    width: GRID_COLUMNS / 2,
    periodSeconds: HOUR_SECONDS,
  });
}

function byRegion(
  title: string,
  line: {
    readonly stage: string;
    readonly metric: string;
    readonly statistic: Statistic;
    readonly axis: YAxisProps;
  },
): IWidget {
  // A percentile of a few runs is noise, so percentiles use hourly periods.
  const periodSeconds = line.statistic.startsWith('p') ? HOUR_SECONDS : FIVE_MINUTES_SECONDS;
  const { stage, metric, statistic, axis } = line;
  const expression = regionsSearch(stage, metric, { statistic, periodSeconds });

  return graph(title, expression, {
    axis,
    periodSeconds,
    width: GRID_COLUMNS / 3,
    // oxlint-disable-next-line no-template-curly-in-string -- CloudWatch's own notation
    label: "${PROP('Dim.Region')}",
  });
}

function graph(
  title: string,
  expression: string,
  options: {
    readonly axis: YAxisProps;
    readonly width: number;
    readonly periodSeconds: number;
    readonly label?: string;
  },
): GraphWidget {
  const props: GraphWidgetProps = {
    title,
    width: options.width,
    height: GRAPH_ROWS,
    leftYAxis: options.axis,
    left: [
      new MathExpression({
        expression,
        label: options.label ?? '',
        period: Duration.seconds(options.periodSeconds),
      }),
    ],
  };

  return new GraphWidget(props);
}
