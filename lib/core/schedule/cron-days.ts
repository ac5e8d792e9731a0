import {
  cronFieldRange,
  type CronFieldRule,
  parseCronField,
  parseCronValue,
} from './cron-field.ts';

/** The rule of a cron's day fields. Days of the week are 1 (Sunday) to 7 (Saturday). */
export type DayRule =
  | { readonly kind: 'days-of-month'; readonly days: readonly number[] }
  | { readonly kind: 'last-day' }
  | { readonly kind: 'last-weekday' }
  | { readonly kind: 'nearest-weekday'; readonly day: number }
  | { readonly kind: 'days-of-week'; readonly days: readonly number[] }
  | { readonly kind: 'last-of-kind'; readonly dayOfWeek: number }
  | { readonly kind: 'nth-of-kind'; readonly dayOfWeek: number; readonly nth: number };

/** A month of a certain year; `month` is 1 to 12. */
interface YearMonth {
  readonly year: number;
  readonly month: number;
}

type ParsedDays =
  | { readonly kind: 'rule'; readonly rule: DayRule }
  | { readonly kind: 'problem'; readonly message: string };

const SUNDAY = 1;
const SATURDAY = 7;
const DAYS_A_WEEK = 7;
const MIN_MONTH = 28;

const DAY_OF_MONTH: CronFieldRule = { name: 'day-of-month', min: 1, max: 31, steps: true };
const DAY_OF_WEEK: CronFieldRule = {
  name: 'day-of-week',
  min: SUNDAY,
  max: SATURDAY,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  steps: false,
};

/** Reads the two day fields of a cron expression, of which exactly one must be `?`. */
export function parseCronDays(dayOfMonth: string, dayOfWeek: string): ParsedDays {
  if (dayOfMonth === '?' && dayOfWeek === '?') {
    return problem('both its day fields are "?"; expected a "?" in one of them only');
  }
  if (dayOfWeek === '?') return parseDayOfMonth(dayOfMonth);
  if (dayOfMonth === '?') return parseDayOfWeek(dayOfWeek);

  const other = dayOfMonth === '*' ? 'day-of-month' : 'day-of-week';

  return problem(
    `its day-of-month is "${dayOfMonth}" and its day-of-week "${dayOfWeek}"; expected "?" as one of them, here as ${other}`,
  );
}

/** The days of one month that match a rule, in ascending order. */
export function daysMatching(rule: DayRule, month: YearMonth): readonly number[] {
  const last = daysIn(month);
  switch (rule.kind) {
    case 'days-of-month':
      return rule.days.filter((day) => day <= last);
    case 'last-day':
      return [last];
    case 'last-weekday':
      return [nearestWeekday(last, month)];
    case 'nearest-weekday':
      return [nearestWeekday(rule.day, month)];
    case 'days-of-week':
      return daysOfWeek(rule.days, month);
    case 'last-of-kind':
      return daysOfWeek([rule.dayOfWeek], month).slice(-1);
    case 'nth-of-kind':
      return daysOfWeek([rule.dayOfWeek], month).slice(rule.nth - 1, rule.nth);
  }
}

function parseDayOfMonth(text: string): ParsedDays {
  if (text === 'L') return { kind: 'rule', rule: { kind: 'last-day' } };
  if (text === 'LW') return { kind: 'rule', rule: { kind: 'last-weekday' } };
  if (text.endsWith('W') && !text.includes(',')) return parseNearestWeekday(text);
  if (/[LW]/.test(text)) {
    return problem(`its day-of-month field has "${text}"; expected L, LW or 15W to stand alone`);
  }

  const parsed = parseCronField(text, DAY_OF_MONTH);
  if (parsed.kind === 'problem') return parsed;

  return { kind: 'rule', rule: { kind: 'days-of-month', days: parsed.values } };
}

function parseNearestWeekday(text: string): ParsedDays {
  const day = parseCronValue(text.slice(0, -1), DAY_OF_MONTH);
  // AWS does not document what 30W means in February; a guess could be a wrong slot.
  if (day === null || day > MIN_MONTH) {
    return problem(`its day-of-month field has "${text}"; expected 1W-${MIN_MONTH}W or LW`);
  }

  return { kind: 'rule', rule: { kind: 'nearest-weekday', day } };
}

function parseDayOfWeek(text: string): ParsedDays {
  if (text === 'L') return { kind: 'rule', rule: { kind: 'days-of-week', days: [SATURDAY] } };
  const special = /^(\w+?)(?:(L)|#(\w*))$/.exec(text);
  if (special) return parseSpecialDay(text, special);
  if (text.includes('#')) {
    return problem(`its day-of-week field has "${text}"; expected a "#" to stand alone, as in 6#3`);
  }

  const parsed = parseCronField(text, DAY_OF_WEEK);
  if (parsed.kind === 'problem') return parsed;

  return { kind: 'rule', rule: { kind: 'days-of-week', days: parsed.values } };
}

function parseSpecialDay(text: string, match: RegExpExecArray): ParsedDays {
  const dayOfWeek = parseCronValue(match[1] ?? '', DAY_OF_WEEK);
  const nth = match[3];
  if (dayOfWeek === null) {
    return problem(`its day-of-week field has "${text}"; expected ${cronFieldRange(DAY_OF_WEEK)}`);
  }
  if (nth === undefined) return { kind: 'rule', rule: { kind: 'last-of-kind', dayOfWeek } };
  if (!/^[1-5]$/.test(nth)) {
    return problem(`its day-of-week field has "${text}"; expected #1 to #5`);
  }

  return { kind: 'rule', rule: { kind: 'nth-of-kind', dayOfWeek, nth: Number(nth) } };
}

function daysOfWeek(wanted: readonly number[], month: YearMonth): readonly number[] {
  const first = weekdayOf(1, month);
  const days = Array.from({ length: daysIn(month) }, (_, index) => index + 1);

  return days.filter((day) => wanted.includes(((first - 1 + day - 1) % DAYS_A_WEEK) + 1));
}

/** For a Saturday the Friday before, for a Sunday the Monday after, but within the month. */
function nearestWeekday(day: number, month: YearMonth): number {
  const weekday = weekdayOf(day, month);
  if (weekday === SATURDAY) return day === 1 ? 3 : day - 1;
  if (weekday === SUNDAY) return day === daysIn(month) ? day - 2 : day + 1;

  return day;
}

function weekdayOf(day: number, { year, month }: YearMonth): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function daysIn({ year, month }: YearMonth): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function problem(message: string): ParsedDays {
  return { kind: 'problem', message };
}
