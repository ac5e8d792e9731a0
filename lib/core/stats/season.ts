import type { HourlySeries } from './series.ts';
import { HOUR_MS } from '../base/time.ts';

/** Length of the daily season, in hours. */
export const HOURS_A_DAY = 24;
/** Length of the weekly season, in hours. */
export const HOURS_A_WEEK = 168;
/** 1970 began on a Thursday; weeks here begin on a Monday. */
const MONDAY_HOURS = 3 * HOURS_A_DAY;

/** The hour of the week, 0 to 167 from Monday 00:00 UTC, of the first value of a series. */
export function firstHourOfWeek({ startMs }: HourlySeries): number {
  const hours = Math.floor(startMs / HOUR_MS) + MONDAY_HOURS;

  return ((hours % HOURS_A_WEEK) + HOURS_A_WEEK) % HOURS_A_WEEK;
}

/**
 * The values without their weekly season: of each, the median of all values of the same hour of the
 * week is taken off. NaN stays NaN.
 */
export function withoutSeason(values: Float64Array): Float64Array {
  const rest = new Float64Array(values.length);
  const same = new Float64Array(Math.ceil(values.length / HOURS_A_WEEK));
  for (let hour = 0; hour < Math.min(HOURS_A_WEEK, values.length); hour += 1) {
    let count = 0;
    for (let at = hour; at < values.length; at += HOURS_A_WEEK) {
      const value = values[at] ?? NaN;
      if (!Number.isNaN(value)) same[count++] = value;
    }
    const middle = medianOf(same.subarray(0, count));
    for (let at = hour; at < values.length; at += HOURS_A_WEEK) {
      rest[at] = (values[at] ?? NaN) - middle;
    }
  }

  return rest;
}

/** The median; of an even number of values the mean of the middle two; NaN of none. Sorts in place. */
export function medianOf(values: Float64Array): number {
  values.sort();
  const { length } = values;
  const upper = values[Math.floor(length / 2)] ?? NaN;

  return length % 2 === 1 ? upper : (upper + (values[length / 2 - 1] ?? NaN)) / 2;
}
