import type { AlarmState, JourneyAlarm } from './alarm-definition.ts';
import { type AlarmTransition, replayAlarms } from './alarm-history.ts';
import type { SampleSource } from './datapoints.ts';

/** An alarm of a journey that is evaluated continuously from an instant on. */
export interface WatchedAlarm extends JourneyAlarm {
  readonly journey: string;
  /** Start of the evaluation: earlier there is nothing to evaluate. */
  readonly fromMs: number;
}

/** A state change, with the watched alarm that it belongs to. */
export interface AlarmChange extends AlarmTransition {
  readonly alarm: WatchedAlarm;
}

/** The current state of a watched alarm, and since when. */
export interface AlarmStatus {
  readonly alarm: WatchedAlarm;
  readonly state: AlarmState;
  /** Null: it never had another state. */
  readonly sinceMs: number | null;
}

/** Evaluates alarms as time passes. */
interface AlarmWatch {
  /** Evaluates every whole minute since the last call, up to an instant; returns the changes in order. */
  advance(toMs: number): readonly AlarmChange[];
  statuses(): readonly AlarmStatus[];
}

/**
 * Watches alarms that read datapoints; each starts as `INSUFFICIENT_DATA`. Composite alarms are left
 * out, because every single alarm is shown. A late sample changes later evaluations only.
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
