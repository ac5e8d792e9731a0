import { Construct } from 'constructs';
import { type PlatformFrame, platformAlarms } from '../../core/alarms/platform-alarms.ts';
import { type AlarmActions, datapointAlarm } from './datapoint-alarm.ts';

/** The platform's own alarms, in the home stack. Maintenance windows do not mute them. */
export class PlatformAlarmSet extends Construct {
  constructor(scope: Construct, id: string, props: PlatformFrame & AlarmActions) {
    super(scope, id);
    for (const { definition } of platformAlarms(props)) datapointAlarm(this, definition, props);
  }
}
