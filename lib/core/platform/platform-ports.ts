import type { Clock, RunStore } from '../ports.ts';
import type { WatchStore } from '../jobs/job-ports.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { AttemptProgress } from '../journey/attempt.ts';
import type { RunTicket } from '../run/run-journey.ts';
import type { SlotTimer } from './slot-clock.ts';

/** Events of the local platform, for displays. */
export type PlatformEvent =
  | { readonly kind: 'run-started'; readonly journey: string; readonly runId: string }
  | { readonly kind: 'run-progress'; readonly journey: string; readonly progress: AttemptProgress }
  | { readonly kind: 'run-recorded'; readonly record: RunRecord; readonly lagMs: number }
  | { readonly kind: 'record-delayed'; readonly record: RunRecord; readonly error: unknown }
  /** The clock moved by more than time passed; negative: back. */
  | { readonly kind: 'clock-moved'; readonly byMs: number }
  /** So many slots passed without a run; they will be recorded as missing. */
  | { readonly kind: 'slots-passed'; readonly count: number };

/** Clock, runner and store of the local platform. */
export interface LocalPlatformPorts {
  /** Clock of slots and stored instants. */
  readonly clock: Clock;
  readonly after: (delayMs: number, action: () => void) => () => void;
  /** Timer of slots when they follow a clock of their own. Default: `after`. */
  readonly slotTimer?: SlotTimer;
  /** Runs a ticket to its record; never rejects. */
  readonly run: (
    ticket: RunTicket,
    onProgress: (progress: AttemptProgress) => void,
  ) => Promise<RunRecord>;
  readonly store: Pick<RunStore, 'putRun'>;
  /** Where days are noted that have to be rolled up again. Default: nowhere. */
  readonly lateDays?: Pick<WatchStore, 'noteLate'>;
  readonly nodeVersion: string;
  /** A few random lower-case letters or digits. */
  readonly suffix: () => string;
  readonly onEvent: (event: PlatformEvent) => void;
}
