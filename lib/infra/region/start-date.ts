import type { SchedulePlan } from '../../core/journey/plan.ts';
import type { SlotSeries } from '../../core/record/slot-series.ts';
import { nextSlots } from '../../core/schedule/slots.ts';
import { MINUTE_MS } from '../../core/base/time.ts';

const QUARTER_MS = 15 * MINUTE_MS;
/** Longer than the deployment of a few regions takes. */
const LEAD_MS = 45 * MINUTE_MS;

/**
 * The instant from which schedules are given a start date where they need one: the last quarter of
 * an hour, and 45 minutes. EventBridge Scheduler refuses a start more than five minutes back, so it
 * must lie ahead when the deployment comes to it; and templates that are synthesised within the same
 * quarter are the same.
 */
export function startAfter(nowMs: number): number {
  return Math.floor(nowMs / QUARTER_MS) * QUARTER_MS + LEAD_MS;
}

/**
 * The first slot at or after an instant, as a schedule's start date: what makes the instants of a
 * rate those of `slotsFrom`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 */
export function startDateOf(schedule: SchedulePlan, series: SlotSeries, fromMs: number): string {
  const [firstMs] = nextSlots(schedule, series, { afterMs: fromMs - 1, count: 1 });

  return new Date(firstMs ?? fromMs).toISOString();
}
