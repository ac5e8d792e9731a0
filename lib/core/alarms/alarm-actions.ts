import type { AlarmState, MuteWindow } from './alarm-definition.ts';
import type { AlarmHistory } from './alarm-history.ts';

/** People are told of an alarm's state. */
export interface AlarmAction {
  readonly atMs: number;
  readonly state: AlarmState;
  /** When the state was entered: earlier than `atMs` where a window muted it. */
  readonly enteredAtMs: number;
}

/**
 * When an alarm's actions are executed: at each change of state, but not within mute windows, whose
 * end makes up for it where the alarm is still in the state that was muted.
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

/** Whether an alarm is muted at an instant: a window's start is inclusive, its end exclusive. */
export function isMuted(windows: readonly MuteWindow[], alarm: string, atMs: number): boolean {
  return windows.some(
    ({ fromMs, toMs, alarms }) => fromMs <= atMs && atMs < toMs && alarms.includes(alarm),
  );
}

/** The first instant at or after another that no window covers: windows may overlap or touch. */
function unmutedFrom(windows: readonly MuteWindow[], atMs: number): number {
  const covering = windows.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  if (covering.length === 0) return atMs;

  return unmutedFrom(windows, Math.max(...covering.map(({ toMs }) => toMs)));
}
