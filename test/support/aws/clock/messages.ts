import type { AlarmState, MuteWindow } from '../../../../lib/core/alarms/alarm-definition.ts';
import type { AlarmTransition } from '../../../../lib/core/alarms/alarm-history.ts';
import { isNews } from '../../../../lib/core/notify/alarm-change.ts';
import { alarmActions } from '../../../../lib/core/alarms/muting.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import type { WatchedAlarm } from './simulated-cloudwatch.ts';

/** A change of state that has an action. */
export interface Notice {
  readonly alarm: AlarmSpec;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly atMs: number;
  /** Whether the alarm was in ALARM at any time before. */
  readonly wasInAlarm: boolean;
}

/** Makes the text of a message; null: none is sent. */
export type Formatter = (notice: Notice) => string | null;

/** A message that people got. */
export interface Message {
  readonly atMs: number;
  readonly region: string;
  readonly alarm: string;
  readonly state: AlarmState;
  readonly text: string;
}

/** What an alarm action through a topic sends: every change, also OK of what was never in alarm. */
export function plainText({ alarm, from, to }: Notice): string {
  return `${to}: "${alarm.definition.name}" in ${alarm.region} (before: ${from})`;
}

/** What the notifier sends: every change that is news. */
export function notifierText(notice: Notice): string | null {
  return isNews({ state: notice.to, previous: notice.from }) ? plainText(notice) : null;
}

/** The messages of alarms, in order of time. Mute rules mute actions, not states. */
export function messagesOf(
  alarms: readonly WatchedAlarm[],
  options: {
    readonly format: Formatter;
    readonly muted: readonly MuteWindow[];
    readonly toMs: number;
  },
): readonly Message[] {
  return alarms
    .flatMap((watched) => noticesOf(watched, options))
    .flatMap((notice) => {
      const text = options.format(notice);
      const { alarm, atMs, to: state } = notice;
      const { region, definition } = alarm;

      return text === null ? [] : [{ atMs, region, alarm: definition.name, state, text }];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

function noticesOf(
  { alarm, transitions, state }: WatchedAlarm,
  { muted, toMs }: { readonly muted: readonly MuteWindow[]; readonly toMs: number },
): readonly Notice[] {
  const history = { alarm: alarm.definition.name, transitions, state };

  return alarmActions(history, muted, { toMs }).flatMap(({ atMs, enteredAtMs, state: to }) => {
    const index = transitions.findIndex((each) => each.atMs === enteredAtMs && each.to === to);
    const entered = transitions[index];
    if (entered === undefined || !isNotified(alarm, entered)) return [];
    const wasInAlarm = transitions.slice(0, index).some((each) => each.to === 'ALARM');

    return [{ alarm, from: entered.from, to, atMs, wasInAlarm }];
  });
}

function isNotified({ notifies }: AlarmSpec, { to }: AlarmTransition): boolean {
  return (to === 'ALARM' && notifies.alarm) || (to === 'OK' && notifies.ok);
}
