import type { AlarmState } from '../../../core/alarms/alarm-definition.ts';
import type { Outcome } from '../../../core/record/outcome.ts';
import type { JourneyKind, RunRecord } from '../../../core/record/run-record.ts';
import type { SparkPoint } from '../trends/sparkline.ts';
import type { Line } from '../text/styled-line.ts';

/** Current value of a budget; null: not enough runs yet. */
export interface BoardBudget {
  readonly metric: string;
  readonly statistic: string;
  /** Milliseconds; unitless for `cls`. */
  readonly max: number;
  readonly value: number | null;
}

/** Current state of an alarm. */
export interface BoardAlarm {
  /** Such as `down` or `budget p75 lcp`. */
  readonly label: string;
  readonly state: AlarmState;
  /** Milliseconds since 1970; null: it has had no other state. */
  readonly sinceMs: number | null;
}

/** One journey in one region, as the board shows it. */
export interface BoardJourney {
  readonly name: string;
  readonly kind: JourneyKind;
  readonly region: string;
  readonly state: 'waiting' | 'running';
  /** ISO 8601; null: no run is scheduled. */
  readonly nextSlotAt: string | null;
  readonly last: RunRecord | null;
  /** Oldest first. */
  readonly recent: readonly SparkPoint[];
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly budgets?: readonly BoardBudget[];
  readonly alarms?: readonly BoardAlarm[];
}

/** One line of the log: a run, a text, or a styled line. */
export type BoardEvent = RunRecord | string | Line;

/** The data of the board of `waywiser dev`. */
export interface Board {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly nowMs: number;
  /** A notice above everything, such as compressed time; null: none. */
  readonly banner?: string | null;
  readonly stage: string;
  /** Base URL of the journeys' target, where there is one. */
  readonly target: string | null;
  readonly journeys: readonly BoardJourney[];
  readonly where: {
    readonly store: string;
    readonly evidence: string;
    /** Address of the dashboard; null: none is served. */
    readonly dashboard?: string | null;
  };
  /** Oldest first. */
  readonly events: readonly BoardEvent[];
}
