import { Construct } from 'constructs';
import { type PlatformFrame, platformAlarms } from '../../core/alarms/platform-alarms.ts';
import { type AlarmActions, datapointAlarm } from './datapoint-alarm.ts';

/** Inputs of the platform's alarms. */
export interface PlatformAlarmSetProps extends PlatformFrame, AlarmActions {
  /** ARNs that alarms notify which report that the notifier does not work. */
  readonly notifyDirectly: readonly string[];
}

/** The platform's own alarms, in the home stack. Maintenance windows do not mute them. */
export class PlatformAlarmSet extends Construct {
  constructor(scope: Construct, id: string, props: PlatformAlarmSetProps) {
    super(scope, id);
    for (const { definition, direct = false } of platformAlarms(props)) {
      const notify = direct ? props.notifyDirectly : props.notify;
      // OK goes through the notifier, which works then: a topic would send the first OK of a new alarm.
      datapointAlarm(this, definition, { ...props, notify, notifyOk: props.notify });
    }
  }
}
