import { CfnAlarm, type CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { DatapointAlarm, MetricRef } from '../../core/alarms/alarm-definition.ts';
import type { AlarmFrame } from '../../core/alarms/alarm-meaning.ts';
import { expressionText } from '../../core/alarms/metric-math.ts';
import { describeAlarm } from '../../report/format/describe-alarm.ts';

/** Who is notified of an alarm, for ALARM and for OK alike, and the runbook that it links to. */
export interface AlarmActions extends AlarmFrame {
  /** ARNs of functions or SNS topics. */
  readonly notify: readonly string[];
  /** Notified of OK in their place. Default: the same. */
  readonly notifyOk?: readonly string[];
}

/** Builds a CloudWatch alarm on a metric or on metric math from its plain definition. */
export function datapointAlarm(
  scope: Construct,
  definition: DatapointAlarm,
  { notify, notifyOk = notify, ...frame }: AlarmActions,
): CfnAlarm {
  return new CfnAlarm(scope, definition.name, {
    alarmName: definition.name,
    alarmDescription: describeAlarm(definition.meaning, frame),
    ...reads(definition),
    comparisonOperator: definition.operator,
    threshold: definition.threshold,
    evaluationPeriods: definition.evaluationPeriods,
    datapointsToAlarm: definition.datapointsToAlarm,
    treatMissingData: definition.treatMissingData,
    ...warmUp(definition),
    alarmActions: [...notify],
    okActions: [...notifyOk],
  });
}

/** For its whole length: it is not documented whether what FILL returns counts as data that end it early. */
function warmUp({ warmUpMinutes }: DatapointAlarm): Pick<CfnAlarmProps, 'warmUpConfiguration'> {
  if (warmUpMinutes === undefined) return {};

  return {
    warmUpConfiguration: {
      warmUpPeriodDurationInMinutes: warmUpMinutes,
      onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
    },
  };
}

function reads(definition: DatapointAlarm): Partial<CfnAlarmProps> {
  const { periodSeconds } = definition;
  if (definition.kind === 'metric') {
    const { namespace, name, dimensions } = definition.metric;
    return {
      namespace,
      metricName: name,
      dimensions: dimensionList(dimensions),
      period: periodSeconds,
      ...statisticOf(definition.metric),
    };
  }

  return {
    metrics: [
      {
        id: 'e1',
        expression: expressionText(definition.expression),
        // Name of the compared number in the alarm's graph and mails.
        label: 'count',
        returnData: true,
      },
      ...definition.metrics.map(({ id, metric }) => ({
        id,
        metricStat: {
          metric: {
            namespace: metric.namespace,
            metricName: metric.name,
            dimensions: dimensionList(metric.dimensions),
          },
          period: periodSeconds,
          stat: metric.statistic,
        },
        returnData: false,
      })),
    ],
  };
}

function statisticOf({
  statistic,
}: MetricRef): Pick<CfnAlarmProps, 'statistic' | 'extendedStatistic'> {
  return statistic.startsWith('p') ? { extendedStatistic: statistic } : { statistic };
}

function dimensionList(dimensions: MetricRef['dimensions']): { name: string; value: string }[] {
  return Object.entries(dimensions).map(([name, value]) => ({ name, value }));
}
