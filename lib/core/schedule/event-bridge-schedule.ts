import type { SchedulePlan } from '../journey/plan.ts';
import { slotOffsetMinutes } from './slots.ts';
import { HOUR_MINUTES } from '../base/time.ts';
import type { SlotSeries } from '../record/slot-series.ts';

/** Expression and time zone of a schedule for EventBridge Scheduler. */
interface EventBridgeSchedule {
  /** `cron(…)` or `rate(…)`. */
  readonly expression: string;
  readonly timeZone: string;
  /**
   * True when the expression alone does not determine the instants: the first slot must be the
   * schedule's start date, which EventBridge rejects when it is more than five minutes in the past.
   */
  readonly needsStartDate: boolean;
}

const DAY_HOURS = 24;

/**
 * The expression with the same instants as `slotsFrom`. A rate that divides an hour, or is a number of
 * hours that divides a day, becomes a cron with the series' offset; any other stays a rate.
 */
export function eventBridgeSchedule(
  schedule: SchedulePlan,
  series: SlotSeries,
): EventBridgeSchedule {
  if (schedule.kind === 'cron') {
    return {
      expression: `cron(${schedule.expression})`,
      timeZone: schedule.timeZone,
      needsStartDate: false,
    };
  }
  const aligned = alignedCron(schedule.everyMinutes, series);

  return {
    expression: aligned ?? `rate(${rateText(schedule.everyMinutes)})`,
    timeZone: 'UTC',
    needsStartDate: aligned === null,
  };
}

function alignedCron(everyMinutes: number, series: SlotSeries): string | null {
  const offset = slotOffsetMinutes(series, everyMinutes);
  if (HOUR_MINUTES % everyMinutes === 0) return minutely(offset, everyMinutes);

  const hours = everyMinutes / HOUR_MINUTES;
  if (!Number.isInteger(hours) || DAY_HOURS % hours !== 0) return null;
  const hour = Math.floor(offset / HOUR_MINUTES);

  return `cron(${offset % HOUR_MINUTES} ${hours === DAY_HOURS ? hour : `${hour}/${hours}`} * * ? *)`;
}

function minutely(offset: number, everyMinutes: number): string {
  return `cron(${everyMinutes === HOUR_MINUTES ? offset : `${offset}/${everyMinutes}`} * * * ? *)`;
}

function rateText(everyMinutes: number): string {
  return everyMinutes === 1 ? '1 minute' : `${everyMinutes} minutes`;
}
