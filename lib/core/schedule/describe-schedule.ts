import type { SchedulePlan } from '../journey/plan.ts';
import type { DayRule } from './cron-days.ts';
import { type CronPattern, parseCron } from './cron-pattern.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** How many times of day are listed one by one. */
const MAX_TIMES = 4;
const ALL_YEARS = 230;

/** A schedule in words, such as `every 10 minutes from 08:00 to 18:59, Monday to Friday`. */
export function describeSchedule(schedule: SchedulePlan): string {
  if (schedule.kind === 'rate') return `every ${rateInWords(schedule.everyMinutes)}`;

  const parsed = parseCron(schedule.expression);
  if (parsed.kind === 'problem') return `cron(${schedule.expression})`;
  const { pattern } = parsed;
  const parts = [timesInWords(pattern), daysInWords(pattern.days), monthsAndYears(pattern)];
  const zone = schedule.timeZone === 'UTC' ? 'UTC' : `${schedule.timeZone} time`;

  return [...parts.filter((part) => part !== ''), zone].join(', ');
}

function rateInWords(everyMinutes: number): string {
  for (const [unit, minutes] of [
    ['day', 1_440],
    ['hour', 60],
  ] as const) {
    if (everyMinutes % minutes === 0) return countInWords(everyMinutes / minutes, unit);
  }

  return countInWords(everyMinutes, 'minute');
}

function countInWords(count: number, unit: string): string {
  return count === 1 ? unit : `${count} ${unit}s`;
}

function timesInWords({ hours, minutes }: CronPattern): string {
  if (hours.length * minutes.length <= MAX_TIMES) {
    return `at ${hours.flatMap((hour) => minutes.map((minute) => clock(hour, minute))).join(', ')}`;
  }
  const step = stepOf(minutes, 60);
  const within = hoursInWords(hours);
  if (step === null) return `at minutes ${listInWords(minutes.map(String))} ${within}`.trimEnd();
  if (step === 60) return `at minute ${minutes[0]} ${within === '' ? 'of every hour' : within}`;
  const start = minutes[0] === 0 ? '' : ` starting at minute ${minutes[0]}`;

  return `every ${countInWords(step, 'minute')}${start} ${within}`.trimEnd();
}

/** The distance of evenly spread values that fill their whole range, or null. */
function stepOf(values: readonly number[], range: number): number | null {
  const step = range / values.length;
  const [first = 0] = values;
  const even = values.every((value, index) => value === first + index * step);

  return Number.isInteger(step) && even ? step : null;
}

function hoursInWords(hours: readonly number[]): string {
  if (hours.length === 24) return '';
  if (isRun(hours)) return `from ${clock(hours[0] ?? 0, 0)} to ${clock(hours.at(-1) ?? 0, 59)}`;

  return `of hours ${listInWords(hours.map(String))}`;
}

function daysInWords(rule: DayRule): string {
  switch (rule.kind) {
    case 'days-of-month':
      return rule.days.length === 31 ? 'every day' : `on ${dayNumbers(rule.days)} of the month`;
    case 'last-day':
      return 'on the last day of the month';
    case 'last-weekday':
      return 'on the last weekday of the month';
    case 'nearest-weekday':
      return `on the weekday nearest to day ${rule.day} of the month`;
    case 'days-of-week':
      return rule.days.length === 7 ? 'every day' : weekdaysInWords(rule.days);
    case 'last-of-kind':
      return `on the last ${weekday(rule.dayOfWeek)} of the month`;
    case 'nth-of-kind':
      return `on the ${ORDINALS[rule.nth - 1]} ${weekday(rule.dayOfWeek)} of the month`;
  }
}

function dayNumbers(days: readonly number[]): string {
  const numbers = spanOrList(days, String);

  return `${days.length === 1 ? 'day' : 'days'} ${numbers}`;
}

function weekdaysInWords(days: readonly number[]): string {
  const words = spanOrList(days, weekday);

  return isSpan(days) ? words : `on ${words}`;
}

function monthsAndYears({ months, years }: CronPattern): string {
  const month = months.length === 12 ? '' : `in ${spanOrList(months, monthName)}`;
  const year = years.length === ALL_YEARS ? '' : `in ${spanOrList(years, String)}`;

  return [month, year].filter((part) => part !== '').join(', ');
}

function spanOrList(values: readonly number[], name: (value: number) => string): string {
  if (isSpan(values)) return `${name(values[0] ?? 0)} to ${name(values.at(-1) ?? 0)}`;

  return listInWords(values.map(name));
}

function isSpan(values: readonly number[]): boolean {
  return values.length > 2 && isRun(values);
}

function isRun(values: readonly number[]): boolean {
  return values.every((value, index) => value === (values[0] ?? 0) + index);
}

function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');

  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function weekday(dayOfWeek: number): string {
  return WEEKDAYS[dayOfWeek - 1] ?? String(dayOfWeek);
}

function monthName(month: number): string {
  return MONTHS[month - 1] ?? String(month);
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
