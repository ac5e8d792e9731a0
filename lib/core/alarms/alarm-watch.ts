import type { AlarmState, JourneyAlarm } from './alarm-definition.ts';
import { type AlarmTransition, replayAlarms } from './alarm-history.ts';
import type { SampleSource } from './datapoints.ts';

/** An alarm that is watched, and from when on. */
export interface WatchedAlarm extends JourneyAlarm {
  readonly journey: string;
  /** Not evaluated before: there was nothing to evaluate. */
  readonly fromMs: number;
}

/** A change of a watched alarm's state. */
export interface AlarmChange extends AlarmTransition {
  readonly alarm: WatchedAlarm;
}

/** How a watched alarm stands. */
export interface AlarmStatus {
  readonly alarm: WatchedAlarm;
  readonly state: AlarmState;
  /** Null: it has had no other state. */
  readonly sinceMs: number | null;
}

/** Alarms, evaluated as time goes on. */
export interface AlarmWatch {
  /** Evaluates every whole minute since the last time, up to an instant; the changes, in order. */
  advance(toMs: number): readonly AlarmChange[];
  statuses(): readonly AlarmStatus[];
}

/**
 * Watches single alarms: each begins with no data. Composites are left out, since people see every
 * single one. A sample that comes late changes what is evaluated after it, not what was before.
 */
export function alarmWatch(alarms: readonly WatchedAlarm[], samplesOf: SampleSource): AlarmWatch {
  const watched = alarms
    .filter(({ definition }) => definition.kind !== 'composite')
    .map((alarm) => ({
      alarm,
      fromMs: alarm.fromMs,
      state: 'INSUFFICIENT_DATA' as AlarmState,
      sinceMs: null as number | null,
    }));

  function advance(one: (typeof watched)[number], toMs: number): readonly AlarmChange[] {
    const { alarm, fromMs, state } = one;
    if (toMs < fromMs) return [];
    const { definition } = alarm;
    const [history] = replayAlarms([definition], samplesOf, {
      fromMs,
      toMs,
      initial: { [definition.name]: state },
    });
    const transitions = history?.transitions ?? [];
    one.fromMs = toMs + 1;
    one.state = history?.state ?? state;
    one.sinceMs = transitions.at(-1)?.atMs ?? one.sinceMs;

    return transitions.map((transition) => ({ ...transition, alarm }));
  }

  return {
    advance: (toMs) =>
      watched.flatMap((one) => advance(one, toMs)).toSorted((a, b) => a.atMs - b.atMs),
    statuses: () => watched.map(({ alarm, state, sinceMs }) => ({ alarm, state, sinceMs })),
  };
}
