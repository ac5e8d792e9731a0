import { fnv1a } from '../base/fnv1a.ts';
import { DAY_MINUTES, MINUTE_MS } from '../base/time.ts';
import type { MaintenancePlan } from '../journey/resolved-config.ts';
import type { DayRule } from '../schedule/cron-days.ts';
import { parseCron } from '../schedule/cron-pattern.ts';
import type { MuteWindow } from './alarm-definition.ts';
import { type AlarmsOfJourney, mutedBy } from './muting.ts';

/** A CloudWatch mute rule: once or recurring. */
interface MuteRule {
  /** A function of the window and its alarms, so that other windows never change it. */
  readonly id: string;
  /** Such as `at(2026-12-01T22:00)` or `cron(0 2 * * SUN)`. */
  readonly expression: string;
  /** Absent: UTC. */
  readonly timeZone?: string;
  /** ISO 8601, such as `PT4H` or `P15D`. */
  readonly duration: string;
  readonly alarms: readonly string[];
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
const MAX_ALARMS = 100;
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html
const MAX_MINUTES = 15 * DAY_MINUTES;

/**
 * Converts mute windows into rules that CloudWatch accepts: widened to whole minutes, split into
 * adjacent rules of at most 15 days and at most 100 alarms each. Windows that ended before
 * `endedBeforeMs` are left out: they would mute nothing, and it is not documented whether CloudWatch
 * accepts a new rule in the past. Equal rules appear once.
 */
export function muteRulesOf(
  windows: readonly MuteWindow[],
  { endedBeforeMs }: { readonly endedBeforeMs: number },
): readonly MuteRule[] {
  const rules = windows
    .filter(({ toMs }) => toMs > endedBeforeMs)
    .flatMap(({ fromMs, toMs, alarms }) => {
      const pieces = piecesOf(Math.floor(fromMs / MINUTE_MS), Math.ceil(toMs / MINUTE_MS));
      return pieces.flatMap((piece) => chunksOf(alarms).map((chunk) => muteRule(piece, chunk)));
    });

  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}

interface Piece {
  readonly fromMinute: number;
  readonly minutes: number;
}

function piecesOf(fromMinute: number, toMinute: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let start = fromMinute; start < toMinute; start += MAX_MINUTES) {
    pieces.push({ fromMinute: start, minutes: Math.min(MAX_MINUTES, toMinute - start) });
  }

  return pieces;
}

function chunksOf(alarms: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(alarms.length / MAX_ALARMS) }, (_, index) =>
    alarms.slice(index * MAX_ALARMS, (index + 1) * MAX_ALARMS),
  );
}

function muteRule({ fromMinute, minutes }: Piece, alarms: readonly string[]): MuteRule {
  const from = new Date(fromMinute * MINUTE_MS).toISOString().slice(0, 16);
  const duration = durationText(minutes);

  return {
    id: `${from.replaceAll(/\D/g, '')}-${duration}-${hashOf(alarms)}`,
    expression: `at(${from})`,
    duration,
    alarms,
  };
}

/**
 * Converts recurring maintenance windows into rules that CloudWatch accepts, of at most 100 alarms each.
 * It knows cron expressions of five fields with `*`, ranges and lists. Equal rules appear once.
 */
export function recurringMuteRulesOf(
  maintenance: readonly MaintenancePlan[],
  journeys: readonly AlarmsOfJourney[],
): readonly MuteRule[] {
  const rules = maintenance.flatMap((window) => {
    if (!('schedule' in window)) return [];
    const expression = muteCronOf(window.schedule.expression);
    if (expression === null) return [];

    return chunksOf(mutedBy(window, journeys)).map((alarms) => {
      const duration = durationText(Math.ceil(window.durationMs / MINUTE_MS));
      const { timeZone } = window.schedule;
      const hash = hashOf([expression, timeZone, ...alarms]);

      return { id: `cron-${duration}-${hash}`, expression, timeZone, duration, alarms };
    });
  });

  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * A cron expression of EventBridge as one of a mute rule, such as `cron(0 2 * * SUN)`; null: a mute rule
 * cannot express it.
 */
export function muteCronOf(expression: string): string | null {
  const parsed = parseCron(expression);
  if (parsed.kind === 'problem' || !parsed.expression.endsWith('*')) return null;
  const { minutes, hours, months, days } = parsed.pattern;
  const daysOf = muteDays(days);
  if (daysOf === null) return null;
  const [ofMonth, ofWeek] = daysOf;
  const times = [listed(minutes, 60), listed(hours, 24)];

  return `cron(${[...times, ofMonth, listed(months, 12), ofWeek].join(' ')})`;
}

function muteDays(rule: DayRule): readonly [ofMonth: string, ofWeek: string] | null {
  switch (rule.kind) {
    case 'days-of-month':
      return [listed(rule.days, 31), '*'];
    case 'days-of-week':
      return ['*', listed(rule.days, 7, (day) => WEEKDAYS[day - 1] ?? '')];
    case 'last-day':
    case 'last-weekday':
    case 'nearest-weekday':
    case 'last-of-kind':
    case 'nth-of-kind':
      return null;
  }
}

function listed(
  values: readonly number[],
  all: number,
  nameOf: (value: number) => string = String,
): string {
  return values.length === all ? '*' : values.map((value) => nameOf(value)).join(',');
}

function hashOf(parts: readonly string[]): string {
  return fnv1a(parts.join('\n')).toString(16).padStart(8, '0');
}

function durationText(minutes: number): string {
  const days = Math.floor(minutes / DAY_MINUTES);
  const hours = Math.floor((minutes % DAY_MINUTES) / 60);
  const rest = minutes % 60;
  const time = `${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;

  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}
