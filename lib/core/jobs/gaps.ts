import type { RunRecord } from '../record/run-record.ts';
import { slotsBetween } from '../schedule/slots.ts';
import type { LookFrame, LookWindow } from './look-window.ts';
import type { Watch } from './watch.ts';

/**
 * The slots of a series in a window that ought to have a record and have none, in milliseconds since
 * 1970. A schedule that was just deployed counts from its first record, as its region may be the
 * last to be deployed; without any, from the time by which every region is.
 */
export function missingSlots(
  watch: Watch,
  subject: {
    readonly records: readonly Pick<RunRecord, 'scheduledAt'>[];
    readonly window: LookWindow;
  },
  { settleMs }: Pick<LookFrame, 'settleMs'>,
): readonly number[] {
  if (watch.endedAt !== null) return [];
  const { window } = subject;
  const seenMs = Date.parse(watch.seenAt);
  const recorded = new Set(
    subject.records.flatMap(({ scheduledAt }) =>
      scheduledAt === null ? [] : [Date.parse(scheduledAt)],
    ),
  );
  const range = { fromMs: Math.max(seenMs, window.fromMs), toMs: window.dueMs };
  const slots = slotsBetween(watch.schedule, watch, range);
  const firstMs = slots.find((slot) => recorded.has(slot)) ?? Infinity;
  const countsFromMs = Math.min(firstMs, seenMs + settleMs);

  return slots.filter((slot) => slot >= countsFromMs && !recorded.has(slot));
}
