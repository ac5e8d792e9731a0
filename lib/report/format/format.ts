import type { VitalName } from '../../core/record/run-record.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/base/time.ts';

/** What stands where a number is not a number. */
const UNKNOWN = '?';

/**
 * A duration with its unit, to about three significant digits: `0.42 ms`, `48.2 ms`, `124 ms`,
 * `1.24 s`, `12.4 s`, `2 m 04 s`, `3 h 05 m`, `2 d 04 h`.
 */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms === 0) return '0 ms';

  return shortDuration(ms) ?? longDuration(ms);
}

function shortDuration(ms: number): string | null {
  // The bounds lie half a last digit lower, so that rounding never prints 1000 ms or 60.0 s.
  if (ms < 0.005) return '<0.01 ms';
  if (ms < 0.995) return `${ms.toFixed(2)} ms`;
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (ms < 9995) return `${(ms / SECOND_MS).toFixed(2)} s`;
  return ms < 59_950 ? `${(ms / SECOND_MS).toFixed(1)} s` : null;
}

function longDuration(ms: number): string {
  if (ms < HOUR_MS - 500) {
    const seconds = Math.round(ms / SECOND_MS);
    return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`;
  }
  if (ms < DAY_MS - MINUTE_MS / 2) {
    const minutes = Math.round(ms / MINUTE_MS);
    return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
  }
  const hours = Math.round(ms / HOUR_MS);
  return `${Math.floor(hours / 24)} d ${twoDigits(hours % 24)} h`;
}

/** Time until an instant, in whole units: `now`, `in 8 s`, `in 4 m`, `in 3 h`, `in 2 d`. */
export function formatCountdown(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  if (ms < SECOND_MS / 2) return 'now';
  if (ms < 99.5 * SECOND_MS) return `in ${Math.round(ms / SECOND_MS)} s`;
  if (ms < 99.5 * MINUTE_MS) return `in ${Math.round(ms / MINUTE_MS)} m`;
  if (ms < 47.5 * HOUR_MS) return `in ${Math.round(ms / HOUR_MS)} h`;
  return `in ${Math.round(ms / DAY_MS)} d`;
}

/** A size in decimal units: `512 B`, `12.4 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return UNKNOWN;
  if (bytes < 1000) return `${Math.round(bytes)} B`;

  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }

  return `${value < 99.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

/** An instant for people, always in UTC: `2026-11-22 16:54:03 UTC`. */
export function formatInstant(instant: string | number): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return UNKNOWN;

  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The time of day of an instant in UTC: `16:54:03`. */
export function formatClock(instant: string | number): string {
  const date = new Date(instant);

  return Number.isNaN(date.getTime()) ? UNKNOWN : date.toISOString().slice(11, 19);
}

/** A number of things: `1 request`, `3 requests`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A vital's value in its own unit: milliseconds, or for `cls` a plain number. */
export function formatVital(name: VitalName, value: number): string {
  if (name !== 'cls') return formatDuration(value);
  if (!Number.isFinite(value)) return UNKNOWN;

  return value === 0 ? '0' : value.toFixed(3);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
