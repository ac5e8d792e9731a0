import { bothTails } from './normal-tail.ts';

/** Up to so many values each, and without ties, probabilities are counted and not approximated. */
const EXACT_UP_TO = 8;

/** Whether values of one sample tend to be more than those of another. */
export interface RankSumTest {
  /** Pairs of a value of each in which b's is more; an equal pair counts a half. */
  readonly u: number;
  /** Of `u`, if both were drawn from one distribution, ties considered. */
  readonly variance: number;
  /** Probability of a `u` so far from half of all pairs, in either direction. */
  readonly p: number;
  /** Whether all orders were counted. */
  readonly exact: boolean;
}

/**
 * The rank-sum test of two samples of independent values. Exact for up to 8 values each that all
 * differ, else by the normal approximation with corrections for ties and for continuity (E. L.
 * Lehmann, "Nonparametrics", 1975, section 1.3). p is 1 if either is empty or if all are equal.
 * Throws a RangeError for a value that is not finite.
 *
 * H. B. Mann & D. R. Whitney, "On a test of whether one of two random variables is stochastically
 * larger than the other" (1947), doi:10.1214/aoms/1177730491.
 */
export function mannWhitney(a: Float64Array, b: Float64Array): RankSumTest {
  const { u, ties } = rankSum(a, b);
  const [m, n] = [a.length, b.length];
  const variance = varianceOf(m, n, ties);
  const exact = ties === 0 && Math.min(m, n) > 0 && Math.max(m, n) <= EXACT_UP_TO;
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5);
  const approximate = variance > 0 ? bothTails(distance / Math.sqrt(variance)) : 1;

  return { u, variance, p: exact ? exactP(u, m, n) : approximate, exact };
}

/** `u`, and Σ t³ − t over groups of t equal values. */
function rankSum(a: Float64Array, b: Float64Array): { readonly u: number; readonly ties: number } {
  const ranks = placements(a, b);
  const u = ranks.ofB.reduce((sum, placement) => sum + placement, 0);

  return { u, ties: tiesOf(a, b) };
}

/**
 * The placement of each value among the other sample: how many of it are less, an equal one counting
 * a half; of b's values among a's and of a's among b's, in the order given. Orban & Wolfe (1982),
 * "A class of distribution-free two-sample tests based on placements", doi:10.2307/2287870.
 */
export function placements(
  a: Float64Array,
  b: Float64Array,
): { readonly ofA: Float64Array; readonly ofB: Float64Array } {
  for (const value of [...a, ...b]) {
    if (!Number.isFinite(value)) {
      throw new RangeError(`Cannot compare samples with ${value}; expected finite values`);
    }
  }
  const [sortedA, sortedB] = [a.toSorted(), b.toSorted()];

  return {
    ofA: a.map((value) => placementIn(sortedB, value)),
    ofB: b.map((value) => placementIn(sortedA, value)),
  };
}

/** How many of the sorted values are less than a value, an equal one counting a half. */
export function placementIn(sorted: Float64Array, value: number): number {
  return (countBelow(sorted, value, false) + countBelow(sorted, value, true)) / 2;
}

/** How many of the sorted values are less, or not more, than a value. */
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

function tiesOf(a: Float64Array, b: Float64Array): number {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  all.sort();
  let ties = 0;
  let from = 0;
  for (let to = 1; to <= all.length; to += 1) {
    if (to < all.length && all[to] === all[from]) continue;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }

  return ties;
}

function varianceOf(m: number, n: number, ties: number): number {
  const all = m + n;

  return all < 2 ? 0 : ((m * n) / 12) * (all + 1 - ties / (all * (all - 1)));
}

/** The share of all orders of m and n different values whose `u` is at least as far from its mean. */
function exactP(u: number, m: number, n: number): number {
  const counts = ordersByU(m, n);
  const far = Math.abs(u - (m * n) / 2);
  const extreme = counts.reduce(
    (sum, count, each) => (Math.abs(each - (m * n) / 2) >= far ? sum + count : sum),
    0,
  );

  return extreme / counts.reduce((sum, count) => sum + count, 0);
}

/**
 * How many orders of m and n values have each `u`: the greatest value is of either sample, and the
 * rest is an order of one value fewer (Mann & Whitney, 1947, equation 3).
 */
function ordersByU(m: number, n: number): Float64Array {
  const counts = new Float64Array(m * n + 1);
  if (m === 0 || n === 0) return counts.fill(1);
  const greatestOfA = ordersByU(m - 1, n);
  const greatestOfB = ordersByU(m, n - 1);
  greatestOfA.forEach((count, u) => {
    counts[u] = (counts[u] ?? 0) + count;
  });
  greatestOfB.forEach((count, u) => {
    counts[u + m] = (counts[u + m] ?? 0) + count;
  });

  return counts;
}
