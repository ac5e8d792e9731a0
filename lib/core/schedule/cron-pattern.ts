import { type DayRule, daysMatching, parseCronDays } from './cron-days.ts';
import { type CronFieldRule, parseCronField, type ParsedCronField } from './cron-field.ts';

/** A parsed cron expression: the matching values of every field, in ascending order. */
export interface CronPattern {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DayRule;
  /** 1 to 12. */
  readonly months: readonly number[];
  readonly years: readonly number[];
}

/** A parsed cron expression in normalised spelling, or the end of an error message. */
type ParsedCron =
  | { readonly kind: 'valid'; readonly expression: string; readonly pattern: CronPattern }
  | { readonly kind: 'problem'; readonly message: string };

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
const MINUTE: CronFieldRule = { name: 'minute', min: 0, max: 59, steps: true };
const HOUR: CronFieldRule = { name: 'hour', min: 0, max: 23, steps: true };
const YEAR: CronFieldRule = { name: 'year', min: 1970, max: 2199, steps: true };
const MONTH: CronFieldRule = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  steps: true,
};

const SIX_FIELDS = 'six: minute hour day-of-month month day-of-week year';

/**
 * Parses a cron expression as EventBridge does: six fields, `? * , - / L W #`, names in any case,
 * Sunday as day 1, and a `?` in exactly one of the two day fields. `cron(…)` around it is optional.
 */
export function parseCron(text: string): ParsedCron {
  const wrapped = /^\s*cron\((.*)\)\s*$/is.exec(text);
  const expression = (wrapped?.[1] ?? text).trim().replaceAll(/\s+/g, ' ').toUpperCase();
  const fields = expression.split(' ');
  if (fields.length !== 6) return wrongCount(expression === '' ? 0 : fields.length);

  const pattern = parseFields(fields);
  if (typeof pattern === 'string') return { kind: 'problem', message: pattern };
  if (!everFires(pattern)) {
    return {
      kind: 'problem',
      message: 'it never fires, because no month has such a day; expected a date that exists',
    };
  }

  return { kind: 'valid', expression, pattern };
}

function parseFields(fields: readonly string[]): CronPattern | string {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const days = parseCronDays(dayOfMonth, dayOfWeek);
  const read = {
    minutes: parseCronField(minute, MINUTE),
    hours: parseCronField(hour, HOUR),
    months: parseCronField(month, MONTH),
    years: parseCronField(year, YEAR),
  };
  const problems = [read.minutes, read.hours, days, read.months, read.years].flatMap((field) =>
    field.kind === 'problem' ? [field.message] : [],
  );
  if (days.kind === 'problem' || problems.length > 0) return problems.join('; ');

  return {
    minutes: valuesOf(read.minutes),
    hours: valuesOf(read.hours),
    days: days.rule,
    months: valuesOf(read.months),
    years: valuesOf(read.years),
  };
}

function valuesOf(field: ParsedCronField): readonly number[] {
  return field.kind === 'values' ? field.values : [];
}

function wrongCount(count: number): ParsedCron {
  const unix = count === 5 ? ' (Unix cron has five, EventBridge a year as well)' : '';

  return { kind: 'problem', message: `it has ${count} fields${unix}; expected ${SIX_FIELDS}` };
}

function everFires(pattern: CronPattern): boolean {
  return pattern.years.some((year) =>
    pattern.months.some((month) => daysMatching(pattern.days, { year, month }).length > 0),
  );
}
