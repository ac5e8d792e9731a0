import { CfnAlarm, type CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { DatapointAlarm, MetricRef } from '../../core/alarms/alarm-definition.ts';
import { expressionText } from '../../core/alarms/metric-math.ts';

/** Who is told of an alarm: actions for ALARM and for OK alike. */
export interface AlarmActions {
  /** ARNs of topics. */
  readonly tell: readonly string[];
}

/** An alarm that reads datapoints, from its plain definition. */
export function datapointAlarm(
  scope: Construct,
  definition: DatapointAlarm,
  { tell }: AlarmActions,
): CfnAlarm {
  return new CfnAlarm(scope, definition.name, {
    alarmName: definition.name,
    alarmDescription: definition.description,
    ...reads(definition),
    comparisonOperator: definition.operator,
    threshold: definition.threshold,
    evaluationPeriods: definition.evaluationPeriods,
    datapointsToAlarm: definition.datapointsToAlarm,
    treatMissingData: definition.treatMissingData,
    alarmActions: [...tell],
    okActions: [...tell],
  });
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
        // What the alarm's graph and its mails call the number that is compared.
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
