import { type CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { CompositeAlarm } from '../../core/alarms/alarm-definition.ts';
import { ruleText } from '../../core/alarms/composite-rule.ts';
import type { AlarmsOfJourney } from '../../core/alarms/muting.ts';
import { describeAlarm } from '../../report/format/describe-alarm.ts';
import { type AlarmActions, datapointAlarm } from './datapoint-alarm.ts';

/**
 * The alarms of one journey. Each alarm type notifies on its own, when it starts and when it ends.
 * The composite alarm sends no notifications: otherwise one long-running budget breach would mask
 * an outage.
 */
export class JourneyAlarmSet extends Construct {
  /** References to the alarms, by name. */
  readonly references: ReadonlyMap<string, string>;

  constructor(scope: Construct, { journey, alarms }: AlarmsOfJourney, actions: AlarmActions) {
    super(scope, journey);
    const definitions = alarms.map(({ definition }) => definition);
    const singles = definitions
      .filter((definition) => definition.kind !== 'composite')
      .map((definition) => datapointAlarm(this, definition, actions));
    const composites = definitions
      .filter((definition) => definition.kind === 'composite')
      .map((definition) => this.composite(definition, singles, actions));
    this.references = new Map(
      [...singles, ...composites].map((alarm) => [alarm.alarmName ?? alarm.ref, alarm.ref]),
    );
  }

  private composite(
    definition: CompositeAlarm,
    children: readonly CfnAlarm[],
    frame: AlarmActions,
  ): CfnCompositeAlarm {
    const alarm = new CfnCompositeAlarm(this, definition.name, {
      alarmName: definition.name,
      alarmDescription: describeAlarm(definition.meaning, frame),
      alarmRule: ruleText(definition.rule),
    });
    // The rule contains names, not references, so CloudFormation needs the dependency.
    for (const child of children) alarm.addResourceDependency(child);

    return alarm;
  }
}
