import type { AlarmState } from '../../../core/alarms/alarm-definition.ts';
import type { Outcome } from '../../../core/record/outcome.ts';
import type { JourneyKind, RunRecord } from '../../../core/record/run-record.ts';
import type { SparkPoint } from '../trends/sparkline.ts';
import type { Line } from '../text/styled-line.ts';

/** A budget as it stands: its value is null while there are too few runs to say. */
export interface BoardBudget {
  readonly metric: string;
  readonly statistic: string;
  /** Milliseconds; unitless for `cls`. */
  readonly max: number;
  readonly value: number | null;
}

/** An alarm as it stands. */
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
  /** ISO 8601; null where no slot is to come. */
  readonly nextSlotAt: string | null;
  readonly last: RunRecord | null;
  /** Oldest first. */
  readonly recent: readonly SparkPoint[];
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly budgets?: readonly BoardBudget[];
  readonly alarms?: readonly BoardAlarm[];
}

/** Something worth a line: a run, a text, or a line that has its styles already. */
export type BoardEvent = RunRecord | string | Line;

/** Everything that the board shows. */
export interface Board {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly nowMs: number;
  /** What must be known of all that is shown; null: nothing. */
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
  /** Oldest first: runs, and other things worth a line. */
  readonly events: readonly BoardEvent[];
}
