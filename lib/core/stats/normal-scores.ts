import { normalQuantile } from './normal.ts';

/**
 * The values' van der Waerden scores: each rank as the quantile of a normal distribution. Outliers
 * and heavy tails lose their weight, and little is lost where there are none. NaN stays NaN; equal
 * values share the score of their middle rank.
 * B. L. van der Waerden, "Order tests for the two-sample problem and their power" (1952).
 */
export function normalScores(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  const scores = new Float64Array(values.length).fill(NaN);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) continue;
    const below = countBelow(sorted, value, false);
    const notAbove = countBelow(sorted, value, true);
    scores[at] = normalQuantile((below + notAbove) / 2 / sorted.length);
  }

  return scores;
}

/** How many of the sorted values are below a value, or not above it. */
function countBelow(sorted: Float64Array, value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = sorted[middle] ?? Infinity;
    if (there < value || (orEqual && there === value)) low = middle + 1;
    else high = middle;
  }

  return low;
}
