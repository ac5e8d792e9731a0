import type { SchedulePlan } from '../../core/journey/plan.ts';
import type { SlotSeries } from '../../core/record/slot-series.ts';
import { nextSlots } from '../../core/schedule/slots.ts';
import { MINUTE_MS } from '../../core/base/time.ts';

const QUARTER_MS = 15 * MINUTE_MS;
/** Longer than a deployment to a few regions takes. */
const LEAD_MS = 45 * MINUTE_MS;

/**
 * Earliest start date of schedules, in milliseconds since 1970: the last full quarter of an hour
 * plus 45 minutes. EventBridge Scheduler rejects a start date more than five minutes in the past,
 * so it must still lie ahead when the deployment reaches it. Rounding makes templates of the same
 * quarter of an hour equal.
 */
export function startAfter(nowMs: number): number {
  return Math.floor(nowMs / QUARTER_MS) * QUARTER_MS + LEAD_MS;
}

/**
 * The first slot at or after an instant, as ISO 8601. As a schedule's start date it aligns the
 * instants of a rate with those of `slotsFrom`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 */
export function startDateOf(schedule: SchedulePlan, series: SlotSeries, fromMs: number): string {
  const [firstMs] = nextSlots(schedule, series, { afterMs: fromMs - 1, count: 1 });

  return new Date(firstMs ?? fromMs).toISOString();
}
