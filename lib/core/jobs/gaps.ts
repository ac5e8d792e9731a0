import type { RunRecord } from '../record/run-record.ts';
import { slotsBetween } from '../schedule/slots.ts';
import type { LookFrame, LookWindow } from './look-window.ts';
import type { Watch } from './watch.ts';

/** A stretch of a look, whose stretches are looked at one after another. */
export interface GapSubject {
  readonly records: readonly Pick<RunRecord, 'scheduledAt'>[];
  readonly window: LookWindow;
  /** Whether the schedule had a record in an earlier stretch. */
  readonly hasBegun: boolean;
}

/** What was found in a stretch. */
export interface Gaps {
  /** Slots that ought to have a record and have none, in milliseconds since 1970. */
  readonly missing: readonly number[];
  /** Whether the schedule had a record by the end of the stretch. */
  readonly hasBegun: boolean;
}

/**
 * Finds the slots of a series in a window that ought to have a record and have none. A schedule that
 * was just deployed counts from its first record, as its region may be the last to be deployed;
 * without any, from the time by which every region is.
 */
export function findGaps(
  watch: Watch,
  { records, window, hasBegun }: GapSubject,
  { settleMs }: Pick<LookFrame, 'settleMs'>,
): Gaps {
  if (watch.endedAt !== null) return { missing: [], hasBegun };
  const seenMs = Date.parse(watch.seenAt);
  const recorded = new Set(
    records.flatMap(({ scheduledAt }) => (scheduledAt === null ? [] : [Date.parse(scheduledAt)])),
  );
  const range = { fromMs: Math.max(seenMs, window.fromMs), toMs: window.dueMs };
  const slots = slotsBetween(watch.schedule, watch, range);
  const first = slots.find((slot) => recorded.has(slot));
  const firstMs = hasBegun ? -Infinity : (first ?? Infinity);
  const countsFromMs = Math.min(firstMs, seenMs + settleMs);

  return {
    missing: slots.filter((slot) => slot >= countsFromMs && !recorded.has(slot)),
    hasBegun: hasBegun || first !== undefined,
  };
}
