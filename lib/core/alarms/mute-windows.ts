import type { MaintenanceWindow } from '../journey/config.ts';
import type { MuteWindow } from './alarm-definition.ts';
import type { JourneyAlarm } from './journey-alarm.ts';

/** The alarms of one journey. */
export interface AlarmsOfJourney {
  readonly journey: string;
  readonly alarms: readonly JourneyAlarm[];
}

/**
 * Maintenance windows as mute windows: each mutes every alarm of its journeys. Windows without any
 * alarm are left out. (A mute rule of CloudWatch takes 100 alarms: a longer list needs several.)
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 */
export function muteWindowsOf(
  maintenance: readonly MaintenanceWindow[],
  journeys: readonly AlarmsOfJourney[],
): readonly MuteWindow[] {
  return maintenance
    .map((window) => ({
      fromMs: Date.parse(window.from),
      toMs: Date.parse(window.to),
      alarms: journeys
        .filter(({ journey }) => window.journeys?.includes(journey) ?? true)
        .flatMap(({ alarms }) => alarms.map(({ definition }) => definition.name)),
    }))
    .filter(({ alarms }) => alarms.length > 0);
}
