import { placementIn } from './mann-whitney.ts';
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
    scores[at] = normalQuantile(placementIn(sorted, value) / sorted.length);
  }

  return scores;
}
