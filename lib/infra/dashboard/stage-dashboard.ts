import { Duration, Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  DashboardVariable,
  DefaultValue,
  Values,
  VariableInputType,
  VariableType,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { alarmName } from '../../core/alarms/region-alarm.ts';
import { METRICS, metricNamespace } from '../../core/alarms/metric-names.ts';
import { type PlatformFrame, platformAlarms } from '../../core/alarms/platform-alarms.ts';
import { stageNames } from '../../core/deploy/names.ts';
import { alarmStateWidgets } from './alarm-state-widgets.ts';
import { CHOSEN_JOURNEY } from './dashboard-queries.ts';
import { headWidget, journeyWidgets, overviewWidgets } from './metric-widgets.ts';

/** Journeys and platform settings that the dashboard shows. */
export interface StageDashboardProps extends PlatformFrame {
  /** Journey names, in the order of the selection list. */
  readonly journeys: readonly string[];
}

/** Longest selection list that is written out; with more journeys CloudWatch searches for them. */
const MAX_LISTED = 100;

/**
 * The stage's dashboard in CloudWatch: alarm states, rankings of journeys, and one selected journey
 * by region. It has 12 widgets plus one for each hundred journeys (22 at 1,000 journeys; CloudWatch
 * allows 500) and at most 100 metrics (four rankings of ten lines, six graphs of at most ten
 * regions; CloudWatch allows 2,500).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export class StageDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: StageDashboardProps) {
    const { stage, journeys } = props;
    const platform = platformAlarms(props).map(({ definition }) => definition.name);
    const anything = journeys.map((journey) => alarmName(stage, journey, 'any'));

    super(scope, id, {
      dashboardName: stageNames(stage).dashboard,
      defaultInterval: Duration.days(1),
      variables: journeys.length === 0 ? [] : [journeyVariable(props)],
      widgets: [
        [headWidget(props)],
        alarmStateWidgets(
          'Platform',
          platform.map((name) => arnOfAlarm(scope, name)),
        ),
        alarmStateWidgets(
          'Journeys',
          anything.map((name) => arnOfAlarm(scope, name)),
        ),
        ...overviewWidgets(stage),
        ...(journeys.length === 0 ? [] : journeyWidgets(stage)),
      ],
    });
  }
}

function arnOfAlarm(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({
    service: 'cloudwatch',
    resource: `alarm:${name}`,
  });
}

function journeyVariable({ stage, journeys }: StageDashboardProps): DashboardVariable {
  const [first = ''] = journeys;

  return new DashboardVariable({
    id: 'journey',
    label: 'Journey',
    type: VariableType.PATTERN,
    value: CHOSEN_JOURNEY,
    inputType: VariableInputType.SELECT,
    values:
      journeys.length <= MAX_LISTED
        ? Values.fromValues(...journeys.map((value) => ({ value })))
        : Values.fromSearchComponents({
            namespace: metricNamespace(stage),
            dimensions: ['Journey', 'Region'],
            metricName: METRICS.errored,
            populateFrom: 'Journey',
          }),
    defaultValue: DefaultValue.value(first),
    visible: true,
  });
}
