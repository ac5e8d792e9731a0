import type { SchedulePlan } from '../journey/plan.ts';
import { slotsBetween } from '../schedule/slots.ts';
import { tickMinutes } from '../schedule/tick-grid.ts';
import { HOUR_MINUTES, HOUR_MS, HOUR_SECONDS } from '../base/time.ts';

/** A month as AWS counts it in its prices: a twelfth of 365 days. */
export const MONTH_HOURS = 730;

/** Seconds in a month of {@link MONTH_HOURS}. */
export const MONTH_SECONDS = MONTH_HOURS * HOUR_SECONDS;

/** Slots of a schedule in an average month of a year, in one region. */
export interface MonthlySlots {
  readonly slots: number;
  /** Invocations by EventBridge Scheduler: more than slots for uneven rates, see `tickMinutes`. */
  readonly ticks: number;
  /** Hours with at least one slot, at most {@link MONTH_HOURS}: metrics are billed by the hour. */
  readonly hours: number;
}

const YEAR_MS = 12 * MONTH_HOURS * HOUR_MS;

/** Counts the slots of a cron in the 365 days from an instant; those of a rate follow from its interval. */
export function monthlySlots(schedule: SchedulePlan, fromMs: number): MonthlySlots {
  if (schedule.kind === 'rate') {
    const slots = (MONTH_HOURS * HOUR_MINUTES) / schedule.everyMinutes;

    return {
      slots,
      ticks: (MONTH_HOURS * HOUR_MINUTES) / tickMinutes(schedule.everyMinutes),
      hours: Math.min(slots, MONTH_HOURS),
    };
  }
  // No series: only rates depend on one.
  const series = { journey: '', region: '' };
  const slots = slotsBetween(schedule, series, { fromMs, toMs: fromMs + YEAR_MS });
  const hours = new Set(slots.map((slot) => Math.floor(slot / HOUR_MS)));

  return { slots: slots.length / 12, ticks: slots.length / 12, hours: hours.size / 12 };
}
