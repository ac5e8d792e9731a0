import type { MaintenancePlan } from '../journey/resolved-config.ts';
import { occurrencesOf } from '../platform/maintenance.ts';
import type { AlarmState, JourneyAlarm, MuteWindow } from './alarm-definition.ts';
import type { AlarmHistory } from './alarm-history.ts';

/** The alarms of one journey, to be muted while its maintenance lasts. */
export interface AlarmsOfJourney {
  readonly journey: string;
  readonly alarms: readonly JourneyAlarm[];
}

/**
 * Converts the maintenance windows of a range into mute windows: each occurrence mutes every alarm of
 * its journeys. Windows without an alarm are left out.
 */
export function muteWindowsOf(
  maintenance: readonly MaintenancePlan[],
  journeys: readonly AlarmsOfJourney[],
  range: { readonly fromMs: number; readonly toMs: number },
): readonly MuteWindow[] {
  return maintenance.flatMap((window) => {
    const alarms = mutedBy(window, journeys);
    if (alarms.length === 0) return [];

    return occurrencesOf(window, range).map(({ fromMs, toMs }) => ({ fromMs, toMs, alarms }));
  });
}

/** The names of the alarms that a window mutes. */
export function mutedBy(
  { journeys: named }: MaintenancePlan,
  journeys: readonly AlarmsOfJourney[],
): readonly string[] {
  return journeys
    .filter(({ journey }) => named?.includes(journey) ?? true)
    .flatMap(({ alarms }) => alarms.map(({ definition }) => definition.name));
}

/** A notification about an alarm's state. */
interface AlarmAction {
  readonly atMs: number;
  readonly state: AlarmState;
  /** When the alarm entered the state: before `atMs` when a window muted it. */
  readonly enteredAtMs: number;
}

/**
 * The times at which an alarm notifies: at each change of state, but not within a mute window. A muted
 * notification is sent at the window's end if the alarm is still in that state.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules-behaviour.html
 */
export function alarmActions(
  { alarm, transitions }: AlarmHistory,
  windows: readonly MuteWindow[],
  { toMs }: { readonly toMs: number },
): readonly AlarmAction[] {
  const own = windows.filter(({ alarms }) => alarms.includes(alarm));

  return transitions.flatMap(({ atMs: enteredAtMs, to: state }, index) => {
    const leftAtMs = transitions[index + 1]?.atMs ?? Infinity;
    const atMs = unmutedFrom(own, enteredAtMs);

    return atMs < leftAtMs && atMs <= toMs ? [{ atMs, state, enteredAtMs }] : [];
  });
}

/** The first instant at or after `atMs` that no window covers: windows may overlap or touch. */
function unmutedFrom(windows: readonly MuteWindow[], atMs: number): number {
  const covering = windows.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  if (covering.length === 0) return atMs;

  return unmutedFrom(windows, Math.max(...covering.map(({ toMs }) => toMs)));
}
