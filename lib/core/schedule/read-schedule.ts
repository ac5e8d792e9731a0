import type { Schedule } from '../journey/definition.ts';
import { parseDuration } from '../journey/duration.ts';
import type { SchedulePlan } from '../journey/plan.ts';
import { parseCron } from './cron-pattern.ts';
import { timeZoneProblem } from './time-zone.ts';
import { DAY_MINUTES, HOUR_MINUTES, MINUTE_MS } from '../base/time.ts';

/** An error in one part of a schedule. */
interface ScheduleProblem {
  readonly part: 'interval' | 'expression' | 'timeZone';
  /** A whole sentence. */
  readonly message: string;
}

/** A valid schedule, or all of its errors. */
type ReadSchedule =
  | { readonly kind: 'valid'; readonly plan: SchedulePlan }
  | { readonly kind: 'problems'; readonly problems: readonly ScheduleProblem[] };

const MINUTES = { minute: 1, hour: HOUR_MINUTES, day: DAY_MINUTES } as const;

/** Validates a schedule by the rules of EventBridge Scheduler. */
export function readSchedule(schedule: Schedule): ReadSchedule {
  switch (schedule.kind) {
    case 'every':
      return readInterval(schedule.interval);
    case 'rate':
      return readRate(schedule.expression);
    case 'cron':
      return readCron(schedule.expression, schedule.timeZone);
  }
}

function readInterval(interval: string): ReadSchedule {
  const parsed = parseDuration(interval);
  if (parsed.kind === 'problem') {
    const found = parsed.message.split(';')[0];

    return refuse(
      'interval',
      interval,
      `${found}; expected whole minutes, such as "5m", "2h" or "1d"`,
    );
  }

  const minutes = parsed.ms / MINUTE_MS;
  if (Number.isInteger(minutes) && minutes >= 1) return rateOf(minutes);

  const nearest = Math.max(1, Math.ceil(minutes));

  return refuse(
    'interval',
    interval,
    `EventBridge starts schedules on whole minutes; expected a whole number of minutes, such as "${nearest}m"`,
  );
}

function readRate(expression: string): ReadSchedule {
  const wrapped = /^\s*rate\((.*)\)\s*$/is.exec(expression);
  const match = /^(\d{1,9})\s+(minute|hour|day)(s?)$/.exec((wrapped?.[1] ?? expression).trim());
  const [, digits, unit, plural] = match ?? [];
  const value = Number(digits);
  if (!isRateUnit(unit) || value < 1) {
    return refuse(
      'expression',
      expression,
      'it is not a rate; expected a positive whole number and minutes, hours or days, such as "5 minutes"',
    );
  }

  const right = value === 1 ? '' : 's';
  if (plural === right) return rateOf(value * MINUTES[unit]);

  return refuse(
    'expression',
    expression,
    `EventBridge wants the singular for 1 and the plural for more; expected "${value} ${unit}${right}"`,
  );
}

function readCron(expression: string, timeZone: string): ReadSchedule {
  const parsed = parseCron(expression);
  const zone = timeZoneProblem(timeZone);
  const problems = [
    ...(parsed.kind === 'problem' ? [problemOf('expression', expression, parsed.message)] : []),
    ...(zone === null ? [] : [problemOf('timeZone', timeZone, zone)]),
  ];
  if (parsed.kind === 'problem' || problems.length > 0) return { kind: 'problems', problems };

  return { kind: 'valid', plan: { kind: 'cron', expression: parsed.expression, timeZone } };
}

function rateOf(everyMinutes: number): ReadSchedule {
  return { kind: 'valid', plan: { kind: 'rate', everyMinutes } };
}

function refuse(part: ScheduleProblem['part'], found: string, tail: string): ReadSchedule {
  return { kind: 'problems', problems: [problemOf(part, found, tail)] };
}

function problemOf(part: ScheduleProblem['part'], found: string, tail: string): ScheduleProblem {
  const subject = { interval: 'interval', expression: 'schedule', timeZone: 'time zone' }[part];

  return { part, message: `Cannot read ${subject} "${found}": ${tail}` };
}

function isRateUnit(text: string | undefined): text is keyof typeof MINUTES {
  return text !== undefined && Object.hasOwn(MINUTES, text);
}
