import type { MetricUnit } from '../../core/rollup/metric.ts';
import type { Estimate } from '../../core/stats/series.ts';
import { groupThousands } from './cost-money.ts';
import { formatBytes, formatDuration } from './format.ts';
import { HOUR_MS } from '../../core/base/time.ts';

/** Below this a probability has no digits worth printing. */
const MIN_P = 0.0001;
const ISO_MINUTE = { from: 11, to: 16 };

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

/** A value of a metric with its unit: `214 ms`, `0.113`, `1.2 MB`, `26`. */
export function formatMetric(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'bytes':
      return value < 0 ? `-${formatBytes(-value)}` : formatBytes(value);
    case 'score':
      return plain(value);
    case 'count':
      return Math.abs(value) < 1000 ? plain(value) : groupThousands(value);
  }
}

/** A difference, with its sign: `+12.0 ms`, `-3.4 kB`, `0 ms`. */
export function formatDifference(value: number, unit: MetricUnit): string {
  return `${value > 0 ? '+' : ''}${formatMetric(value, unit)}`;
}

/** Two values with one unit between them: `8.0 to 16.0 ms`; with signs where theirs differ. */
export function formatSpan(low: number, high: number, unit: MetricUnit): string {
  return spanOf([low, high], (value) => formatMetric(value, unit));
}

/** A share as a percentage of about two digits: `1.9 %`, `0.42 %`, `12 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const size = Math.abs(percent);
  if (!Number.isFinite(percent)) return '? %';
  if (size < 0.005) return '0 %';
  if (size < 0.995) return `${percent.toFixed(2)} %`;

  return `${size < 9.95 ? percent.toFixed(1) : groupThousands(percent)} %`;
}

/** Two shares with one unit between them: `1.2 to 2.6 %`, `-0.30 to +0.40 %`. */
export function formatShareSpan(low: number, high: number): string {
  return spanOf([low, high], formatShare);
}

/** An estimate turned around: what was slower by -3 is faster by 3. */
export function mirrored({ value, low, high, confidence }: Estimate): Estimate {
  return { value: -value, low: -high, high: -low, confidence };
}

/** An estimate in another unit: each number times a factor above 0. */
export function scaled({ value, low, high, confidence }: Estimate, factor: number): Estimate {
  return { value: value * factor, low: low * factor, high: high * factor, confidence };
}

/** A probability: `0.34`, `0.012`, `0.0004`, `<0.0001`. */
export function formatProbability(p: number): string {
  if (!Number.isFinite(p)) return '?';
  if (p < MIN_P) return `<${MIN_P}`;
  if (p >= 0.995) return '1';

  return p < 0.095 ? String(Number(p.toPrecision(1))) : p.toFixed(2);
}

/** A confidence: `95 %`. */
export function formatConfidence(confidence: number): string {
  return `${Number((confidence * 100).toFixed(1))} %`;
}

/** A whole number with its thousands apart, and what is counted: `1,248 hours`, `1 day`. */
export function formatMany(count: number, noun: string): string {
  return `${groupThousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A day of UTC: `3 October`, with its year where that is not the reader's: `3 October 2025`. */
export function formatDay(atMs: number, nowMs: number): string {
  const date = new Date(atMs);
  if (Number.isNaN(date.getTime())) return '?';
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

/** Where a moment lies: `on 22 October between 10:00 and 16:00 UTC`. */
export function formatMoment(fromMs: number, toMs: number, nowMs: number): string {
  const [from, to] = [formatDay(fromMs, nowMs), formatDay(toMs, nowMs)];
  if (toMs - fromMs <= HOUR_MS) return `on ${from} at ${clockOf(fromMs)} UTC`;
  if (from === to) return `on ${from} between ${clockOf(fromMs)} and ${clockOf(toMs)} UTC`;

  return `between ${from} ${clockOf(fromMs)} and ${to} ${clockOf(toMs)} UTC`;
}

/** An instant to the minute, for lists: `2026-11-22 16:45Z`. */
export function formatMinute(instant: string): string {
  const date = new Date(instant);

  return Number.isNaN(date.getTime())
    ? '?'
    : `${date.toISOString().slice(0, ISO_MINUTE.to).replace('T', ' ')}Z`;
}

function clockOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(ISO_MINUTE.from, ISO_MINUTE.to);
}

function plain(value: number): string {
  if (!Number.isFinite(value)) return '?';

  return String(Number(value.toPrecision(3)));
}

function spanOf([low, high]: readonly [number, number], format: (value: number) => string): string {
  const sign = low < 0 && high > 0 ? '+' : '';
  const [first, last] = [format(low), `${sign}${format(high)}`];
  const unit = /^[-+<\d.,?]+( \S+)$/.exec(last)?.[1];
  if (unit === undefined || !first.endsWith(unit)) return `${first} to ${last}`;

  return `${first.slice(0, -unit.length)} to ${last}`;
}
