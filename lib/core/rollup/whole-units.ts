import { DAY_SECONDS } from '../base/time.ts';
import type { MetricUnit } from './metric.ts';

const PER_UNIT: Readonly<Record<MetricUnit, number>> = {
  ms: 1_000,
  score: 1_000_000,
  bytes: 1,
  count: 1,
};

/**
 * The greatest number that is told from others: 24 hours in microseconds, longer than any run; and
 * 86 GB, more than any transfers. Greater ones count as this one.
 */
export const MAX_WHOLE = DAY_SECONDS * 1_000_000;

/** How many of what rollups count make one of a unit: microseconds, millionths, bytes, things. */
export function wholePerUnit(unit: MetricUnit): number {
  return PER_UNIT[unit];
}

/**
 * A value in whole microseconds, millionths, bytes or things. Rollups are made of such numbers
 * only: sums of them are exact, in whatever order. Throws a RangeError for what is no value.
 */
export function toWhole(value: number, unit: MetricUnit): number {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(`Cannot roll up ${value}; expected a finite value of 0 or more`);
  }

  return Math.min(MAX_WHOLE, Math.round(value * PER_UNIT[unit]));
}
