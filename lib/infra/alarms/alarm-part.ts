import { NestedStack } from 'aws-cdk-lib';
import { CfnAlarmMuteRule } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type AlarmsOfJourney, muteWindowsOf } from '../../core/alarms/mute-windows.ts';
import { muteRulesOf } from '../../core/alarms/mute-rules.ts';
import type { MaintenanceWindow } from '../../core/journey/config.ts';
import type { AlarmActions } from './datapoint-alarm.ts';
import { JourneyAlarmSet } from './journey-alarm-set.ts';

/** What a part of the alarms is made of. */
export interface AlarmPartProps extends AlarmActions {
  readonly journeys: readonly AlarmsOfJourney[];
  readonly maintenance: readonly MaintenanceWindow[];
  /** Windows that ended before are left out. */
  readonly endedBeforeMs: number;
}

/** The alarms of some journeys, and the rules that mute them during maintenance. */
export class AlarmPart extends NestedStack {
  constructor(scope: Construct, id: string, props: AlarmPartProps) {
    super(scope, id);
    const sets = props.journeys.map((journey) => new JourneyAlarmSet(this, journey, props));
    const references = new Map(sets.flatMap((set) => [...set.references]));
    const windows = muteWindowsOf(props.maintenance, props.journeys);
    for (const rule of muteRulesOf(windows, props)) {
      new CfnAlarmMuteRule(this, `Mute-${rule.id}`, {
        rule: { schedule: { expression: rule.expression, duration: rule.duration } },
        // References, so that a rule is made after the alarms that it mutes.
        muteTargets: { alarmNames: rule.alarms.map((name) => references.get(name) ?? name) },
      });
    }
  }
}
