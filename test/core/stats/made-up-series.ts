import type { HourlySeries } from '../../../lib/core/stats/series.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';

/** A Monday. */
export const MONDAY_MS = Date.UTC(2026, 0, 5);

/** Hours of a Monday's series, each by its index. */
export function hourly(hours: number, valueOf: (hour: number) => number): HourlySeries {
  return {
    startMs: MONDAY_MS,
    values: Float64Array.from({ length: hours }, (_, at) => valueOf(at)),
  };
}

/** Days of values around 100 with noise of 10, what was injected added to them. */
export function noisy(
  days: number,
  seed: number,
  injected: (hour: number) => number = () => 0,
): HourlySeries {
  const random = seededRandom(seed);

  return hourly(days * 24, (hour) => 100 + 10 * normal(random) + injected(hour));
}

/** Every hour keeps a share of the one before; variance 1. */
export function autoregressive(length: number, share: number, random: () => number): Float64Array {
  const values = new Float64Array(length);
  let value = normal(random);
  for (let at = 0; at < length; at += 1) {
    values[at] = value;
    value = share * value + Math.sqrt(1 - share * share) * normal(random);
  }

  return values;
}

/** Paths to the NaN and infinite values in a result. */
export function untrueNumbers(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];

  return Object.entries(value).flatMap(([key, each]) => untrueNumbers(each, `${path}.${key}`));
}

/** By sorting; of an even number of values the mean of the middle two. */
export function sortedMedian(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);

  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** What stands at a place of a list, which must have it. */
export function itemOf<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`There is no item ${index} among ${list.length}`);

  return item;
}
