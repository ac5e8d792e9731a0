import type { JourneyKind, RunRecord } from '../record/run-record.ts';
import { synthesisedRecord } from '../recorder/synthesised-record.ts';
import { describeSchedule } from '../schedule/describe-schedule.ts';
import type { Watch } from './watch.ts';

/** What a missing record says beside its slot. */
export interface MissingFrame {
  readonly stage: string;
  readonly kind: JourneyKind;
  /** When the gap was found, in milliseconds since 1970. */
  readonly foundMs: number;
}

/** The record of a slot of which nothing was heard. */
export function missingRecord(watch: Watch, slotMs: number, frame: MissingFrame): RunRecord {
  const { journey, region, schedule } = watch;
  const scheduledAt = new Date(slotMs).toISOString();
  const lost = {
    event: { journey },
    slot: { scheduledAt, guessed: false },
    kind: frame.kind,
    cause: 'monitor.undelivered',
    message: `No record came of this slot, neither of a run nor of a loss, until ${new Date(frame.foundMs).toISOString()}; expected one, for "${journey}" is scheduled in ${region} ${describeSchedule(schedule)}`,
    reportedAtMs: frame.foundMs,
    requestId: '',
  } as const;

  return {
    ...synthesisedRecord(lost, { stage: frame.stage, region }),
    outcome: 'missing',
  };
}
