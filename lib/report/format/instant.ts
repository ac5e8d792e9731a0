import { HOUR_MS } from '../../core/base/time.ts';
import { UNKNOWN } from './number.ts';

const ISO_MINUTE = { from: 11, to: 16 };
const ISO_SECOND = 19;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** An instant to the second, always in UTC: `2026-11-22 16:54:03 UTC`. */
export function formatInstant(instant: string | number): string {
  return inUtc(instant, (iso) => `${iso.slice(0, ISO_SECOND).replace('T', ' ')} UTC`);
}

/** An instant to the minute, for lists, always in UTC: `2026-11-22 16:45 UTC`. */
export function formatMinute(instant: string | number): string {
  return inUtc(instant, (iso) => `${iso.slice(0, ISO_MINUTE.to).replace('T', ' ')} UTC`);
}

/** The time of day of an instant in UTC: `16:54:03`. */
export function formatClock(instant: string | number): string {
  return inUtc(instant, (iso) => iso.slice(ISO_MINUTE.from, ISO_SECOND));
}

/** A day of UTC: `3 October`, with its year where that is not the reader's: `3 October 2025`. */
export function formatDay(atMs: number, nowMs: number): string {
  const date = new Date(atMs);
  if (Number.isNaN(date.getTime())) return UNKNOWN;
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;

  return date.getUTCFullYear() === new Date(nowMs).getUTCFullYear()
    ? day
    : `${day} ${date.getUTCFullYear()}`;
}

/** As {@link formatDay}, for axes: `3 Oct`. */
export function formatShortDay(atMs: number): string {
  const date = new Date(atMs);

  return `${date.getUTCDate()} ${(MONTHS[date.getUTCMonth()] ?? '').slice(0, 3)}`;
}

/** The days from one to another: `on 4 December`, `between 4 and 19 December`. */
export function formatDays(fromMs: number, toMs: number, nowMs: number): string {
  const [from, to] = [formatDay(fromMs, nowMs), formatDay(toMs, nowMs)];
  if (from === to) return `on ${to}`;
  const month = to.slice(to.indexOf(' '));

  return from.endsWith(month)
    ? `between ${from.slice(0, -month.length)} and ${to}`
    : `between ${from} and ${to}`;
}

/** The time that something happened in: `on 22 October between 10:00 and 16:00 UTC`. */
export function formatMoment(fromMs: number, toMs: number, nowMs: number): string {
  const [from, to] = [formatDay(fromMs, nowMs), formatDay(toMs, nowMs)];
  if (toMs - fromMs <= HOUR_MS) return `on ${from} at ${clockOf(fromMs)} UTC`;
  if (from === to) return `on ${from} between ${clockOf(fromMs)} and ${clockOf(toMs)} UTC`;

  return `between ${from} ${clockOf(fromMs)} and ${to} ${clockOf(toMs)} UTC`;
}

/** A range of instants to the minute: `2026-11-22 16:00 to 2026-11-23 16:00 UTC`. */
export function formatTimeRange(from: string | number, to: string | number): string {
  return `${formatMinute(from).replace(' UTC', '')} to ${formatMinute(to)}`;
}

function clockOf(atMs: number): string {
  return inUtc(atMs, (iso) => iso.slice(ISO_MINUTE.from, ISO_MINUTE.to));
}

function inUtc(instant: string | number, format: (iso: string) => string): string {
  const date = new Date(instant);

  return Number.isNaN(date.getTime()) ? UNKNOWN : format(date.toISOString());
}
