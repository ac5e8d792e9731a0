import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/base/time.ts';
import { formatCount } from './count.ts';
import { trimZeros, UNKNOWN, withMinus } from './number.ts';
import { inScale, type Scale } from './scale.ts';

/**
 * A measured duration, to about three significant digits: `0.42 ms`, `48.2 ms`, `124 ms`, `1.24 s`,
 * `12.4 s`, `2 m 04 s`, `3 h 05 m`, `2 d 04 h`.
 */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  if (ms < 0) return withMinus(ms, formatDuration);
  if (ms === 0) return '0 ms';
  if (ms < 0.005) return '<0.01 ms';
  const scale = durationScale(ms);

  return scale === null ? longDuration(ms) : inScale(ms, scale);
}

/** A duration to the microsecond: `2.345 ms`. Parts of a sum add up as they are printed. */
export function formatMicroseconds(ms: number): string {
  return inScale(ms, { unit: 'ms', divisor: 1, digits: 3 });
}

/** Milliseconds or seconds for a duration below one minute; null: it is written in two units. */
export function durationScale(ms: number): Scale | null {
  // The bounds lie half a last digit lower, so that rounding never prints 1000 ms or 60.0 s.
  if (ms < 0.995) return { unit: 'ms', divisor: 1, digits: 2 };
  if (ms < 99.95) return { unit: 'ms', divisor: 1, digits: 1 };
  if (ms < 999.5) return { unit: 'ms', divisor: 1, digits: 0 };
  if (ms < 9995) return { unit: 's', divisor: SECOND_MS, digits: 2 };

  return ms < 59_950 ? { unit: 's', divisor: SECOND_MS, digits: 1 } : null;
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

/**
 * A duration that was chosen, such as a limit, a time-out or a step, without zeros at its end: `50 ms`,
 * `1.5 s`, `5 m`, `1 h 30 m`, `7 d`.
 */
export function formatExactDuration(ms: number): string {
  const [number = '', unit, ...rest] = formatDuration(ms).split(' ');
  if (unit === undefined) return number;
  const [more, smaller] = rest;
  if (more === undefined) return `${trimZeros(number)} ${unit}`;

  return more === '00' ? `${number} ${unit}` : `${number} ${unit} ${Number(more)} ${smaller ?? ''}`;
}

const WORDS = [
  { ms: DAY_MS, word: 'day' },
  { ms: HOUR_MS, word: 'hour' },
  { ms: MINUTE_MS, word: 'minute' },
  { ms: SECOND_MS, word: 'second' },
] as const;

/** The length of a period within a sentence: `5 minutes`, `90 minutes`, `1 hour`, `7 days`. */
export function formatPeriodLength(ms: number): string {
  const found = WORDS.find((each) => ms >= each.ms && ms % each.ms === 0);

  return found === undefined ? formatExactDuration(ms) : formatCount(ms / found.ms, found.word);
}

/** The same after "each" or "the last", where a single unit has no number: `hour`, `5 minutes`. */
export function formatPeriod(ms: number): string {
  return formatPeriodLength(ms).replace(/^1 /, '');
}

/** Time until an instant, in one whole unit: `now`, `in 8 s`, `in 4 m`, `in 3 h`, `in 2 d`. */
export function formatCountdown(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN;

  return ms < SECOND_MS / 2 ? 'now' : `in ${wholeUnit(ms)}`;
}

/** Time since an instant, in one whole unit: `just now`, `40 s ago`, `12 m ago`, `3 d ago`. */
export function formatAgo(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN;

  return ms < SECOND_MS ? 'just now' : `${wholeUnit(ms)} ago`;
}

function wholeUnit(ms: number): string {
  if (ms < 99.5 * SECOND_MS) return `${Math.round(ms / SECOND_MS)} s`;
  if (ms < 99.5 * MINUTE_MS) return `${Math.round(ms / MINUTE_MS)} m`;

  return ms < 47.5 * HOUR_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} d`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
