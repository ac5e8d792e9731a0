import { DAY_MINUTES, HOUR_MINUTES, MINUTE_MS } from '../base/time.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { slotOffsetMinutes } from './slots.ts';

/** Intervals in minutes that a cron expression keeps from one hour or day to the next, longest first. */
const EVEN_MINUTES = Array.from({ length: DAY_MINUTES }, (_, index) => DAY_MINUTES - index).filter(
  (minutes) =>
    HOUR_MINUTES % minutes === 0 || (minutes % HOUR_MINUTES === 0 && DAY_MINUTES % minutes === 0),
);

/**
 * The interval in minutes at which EventBridge Scheduler invokes the runner of a rate: the rate itself, if
 * it divides an hour or is a number of hours that divides a day; else the longest interval that does and
 * that divides the rate (1 for 7 minutes, 4 for 8, 15 for 45, a day for two days). `rate(7 minutes)` would count
 * from the moment of the deployment, and every deployment would move its slots.
 */
export function tickMinutes(everyMinutes: number): number {
  return EVEN_MINUTES.find((minutes) => everyMinutes % minutes === 0) ?? 1;
}

/** Whether the instant of a tick, in milliseconds since 1970, is in the minute of no slot of a rate. */
export function isBetweenSlots(everyMinutes: number, series: SlotSeries, tickMs: number): boolean {
  return minutesSinceSlot(everyMinutes, series, tickMs) !== 0;
}

/** Whole minutes since the latest slot of a rate, 0 to `everyMinutes - 1`. */
export function minutesSinceSlot(everyMinutes: number, series: SlotSeries, atMs: number): number {
  const minutes = Math.floor(atMs / MINUTE_MS) - slotOffsetMinutes(series, everyMinutes);

  return ((minutes % everyMinutes) + everyMinutes) % everyMinutes;
}
