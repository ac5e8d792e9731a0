import type { HourlySeries } from '../../core/stats/series.ts';
import { HOUR_MS } from '../../core/base/time.ts';

/** The part of a series that has values, as equally long pieces. */
export interface Buckets {
  /** Start of the first piece, in milliseconds since 1970. */
  readonly startMs: number;
  readonly hours: number;
  /** The median of each piece's hours; null: it has none. */
  readonly values: readonly (number | null)[];
}

const HOURS_A_DAY = 24;
/** From as many days on, a piece is whole days: less would show the hours of the day. */
const DAILY_FROM_DAYS = 14;
/** Lengths of pieces that divide days or are whole days. */
const HOURS = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 120, 144, 168, 336, 672] as const;

/** Cuts a series into at most `most` pieces; empty where it has no value. */
export function bucketsOf({ startMs, values }: HourlySeries, most: number): Buckets {
  const first = values.findIndex((value) => !Number.isNaN(value));
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  if (first < 0) return { startMs, hours: 1, values: [] };
  const days = (last - first + 1) / HOURS_A_DAY;
  const least = days >= DAILY_FROM_DAYS ? HOURS_A_DAY : 1;
  const fitting = HOURS.filter((hours) => hours >= least);
  const toMs = startMs + (last + 1) * HOUR_MS;
  const cuts = fitting.map((hours) => {
    const fromMs = floorTo(startMs + first * HOUR_MS, hours);
    return { hours, fromMs, count: Math.ceil((toMs - fromMs) / (hours * HOUR_MS)) };
  });
  const cut = cuts.find(({ count }) => count <= most) ?? cuts.at(-1);
  if (cut === undefined) return { startMs, hours: 1, values: [] };
  const { hours, fromMs, count } = cut;

  return {
    startMs: fromMs,
    hours,
    values: Array.from({ length: count }, (_, index) => {
      const from = (fromMs - startMs) / HOUR_MS + index * hours;
      return medianOf(values.slice(Math.max(0, from), Math.max(0, from + hours)));
    }),
  };
}

/** The values that a picture's height is drawn between. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Of a series that hardly moves, noise must not fill the picture: at least this share of its level. */
const MIN_SHARE = 0.2;

/** From the lowest to the highest value, and never less than a fifth of the middle one. */
export function extentOf(values: readonly (number | null)[]): Extent {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { low: 0, high: 1 };
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const level = medianOf(Float64Array.from(known)) ?? 0;
  const missing = Math.max(0, Math.abs(level) * MIN_SHARE - (high - low));
  const shift = Math.max(0, missing / 2 - low);
  if (high === low && missing === 0) return { low, high: low + 1 };

  return { low: low - missing / 2 + (low >= 0 ? shift : 0), high: high + missing / 2 };
}

/** Where a value is between the ends, 0 to 1. */
export function heightOf(value: number, { low, high }: Extent): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** To a whole number of hours of the day, or of days. */
function floorTo(atMs: number, hours: number): number {
  const unitMs = Math.min(hours, HOURS_A_DAY) * HOUR_MS;

  return Math.floor(atMs / unitMs) * unitMs;
}

function medianOf(values: Float64Array): number | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];

  return lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}
