import type { SchedulePlan } from '../journey/plan.ts';
import { daysMatching } from './cron-days.ts';
import { type CronPattern, parseCron } from './cron-pattern.ts';
import { DAY_MS, MINUTE_MS } from '../base/time.ts';

/**
 * The shortest time between two consecutive slots of a schedule, in milliseconds of local time (when
 * clocks are put forward, one interval a year is shorter). `Infinity` for a schedule with one slot.
 */
export function shortestIntervalMs(schedule: SchedulePlan): number {
  if (schedule.kind === 'rate') return schedule.everyMinutes * MINUTE_MS;

  const parsed = parseCron(schedule.expression);
  if (parsed.kind === 'problem') {
    throw new TypeError(`Cannot read cron "${schedule.expression}": ${parsed.message}`);
  }
  const readings = readingsOfDay(parsed.pattern);
  const withinDay = shortestGap(readings);
  const overnight = DAY_MS - (readings.at(-1) ?? 0) + (readings[0] ?? 0);
  // Two days are at least one day apart, so most patterns need no check of their days.
  if (withinDay <= overnight) return withinDay;

  return Math.min(withinDay, shortestDayGap(parsed.pattern) - DAY_MS + overnight);
}

function readingsOfDay({ hours, minutes }: CronPattern): readonly number[] {
  return hours.flatMap((hour) => minutes.map((minute) => (hour * 60 + minute) * MINUTE_MS));
}

function shortestDayGap(pattern: CronPattern): number {
  const days = pattern.years.flatMap((year) =>
    pattern.months.flatMap((month) =>
      daysMatching(pattern.days, { year, month }).map((day) => Date.UTC(year, month - 1, day)),
    ),
  );

  return shortestGap(days);
}

function shortestGap(ascending: readonly number[]): number {
  return ascending.reduce((shortest, value, index) => {
    const previous = ascending[index - 1];

    return previous === undefined ? shortest : Math.min(shortest, value - previous);
  }, Infinity);
}
