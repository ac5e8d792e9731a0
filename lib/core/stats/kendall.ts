import { keyed, sortCounting } from './inversions.ts';
import { bothTails } from './normal-tail.ts';
import { type Points, strataOf, type Stratum } from './point-strata.ts';

/** How values rise with time, whatever the shape of the rise. */
export interface KendallTrend {
  /** Values. */
  readonly n: number;
  /** Pairs that rise less pairs that fall. */
  readonly s: number;
  /** Of `s`, were values independent and their order chance. */
  readonly variance: number;
  /** tau-b, -1 to 1: `s` over its greatest size, ties considered; NaN where all times or values are equal. */
  readonly tau: number;
  /** `s`, nearer to zero by 1, over its standard deviation. */
  readonly z: number;
  /** Probability of so large an `s`, in either direction, by the normal approximation; 1 for too few. */
  readonly p: number;
}

/**
 * The Mann–Kendall test for a monotonic trend, in O(n log n): every pair of values counts by whether
 * it rises or falls. With strata the seasonal test of R. M. Hirsch, J. R. Slack & R. A. Smith
 * ("Techniques of trend analysis for monthly water quality data", 1982, doi:10.1029/WR018i001p00107):
 * pairs within a stratum only. Assumes independent values: of a series that depends on itself, take
 * `s` and let permutations judge it. The variance considers ties of times and of values (M. G.
 * Kendall, "Rank correlation methods", 1970, chapter 4).
 *
 * H. B. Mann, "Nonparametric tests against trend" (1945), doi:10.2307/1907187. Without two values of
 * different times and size, `s` is 0 and p is 1. Throws a RangeError for what is not finite.
 */
export function mannKendall(points: Points): KendallTrend {
  const parts = strataOf(points).map(pairsOf);
  const s = sum(parts, (part) => part.s);
  const variance = sum(parts, (part) => part.variance);
  const z = variance > 0 ? (Math.sign(s) * Math.max(0, Math.abs(s) - 1)) / Math.sqrt(variance) : 0;

  return {
    n: points.times.length,
    s,
    variance,
    tau:
      s /
      Math.sqrt(sum(parts, (part) => part.apartInTime) * sum(parts, (part) => part.apartInValue)),
    z,
    p: bothTails(z),
  };
}

interface Pairs {
  readonly s: number;
  readonly variance: number;
  readonly apartInTime: number;
  readonly apartInValue: number;
}

function pairsOf({ times, values }: Stratum): Pairs {
  const { length } = times;
  const sorted = keyed(length);
  sorted.keys.set(values);
  const falling = sortCounting(sorted, keyed(length));
  const ofTimes = tiesOf(times);
  const ofValues = tiesOf(sorted.keys);
  const all = (length * (length - 1)) / 2;
  const comparable = all - ofTimes.pairs - ofValues.pairs + jointPairs({ times, values });

  return {
    s: comparable - 2 * falling,
    variance: varianceOf(length, ofTimes, ofValues),
    apartInTime: all - ofTimes.pairs,
    apartInValue: all - ofValues.pairs,
  };
}

/** What groups of t equal ones add up to. */
interface Ties {
  /** Σ t(t − 1) / 2 */
  readonly pairs: number;
  /** Σ t(t − 1)(t − 2) */
  readonly triples: number;
  /** Σ t(t − 1)(2t + 5) */
  readonly spread: number;
}

function tiesOf(sorted: Float64Array): Ties {
  let [pairs, triples, spread] = [0, 0, 0];
  let from = 0;
  for (let to = 1; to <= sorted.length; to += 1) {
    if (to < sorted.length && sorted[to] === sorted[from]) continue;
    const t = to - from;
    pairs += (t * (t - 1)) / 2;
    triples += t * (t - 1) * (t - 2);
    spread += t * (t - 1) * (2 * t + 5);
    from = to;
  }

  return { pairs, triples, spread };
}

/** Pairs equal in time and value: neighbours, for points are in the order of both. */
function jointPairs({ times, values }: Stratum): number {
  let pairs = 0;
  let from = 0;
  for (let to = 1; to <= times.length; to += 1) {
    if (times[to] === times[from] && values[to] === values[from]) continue;
    pairs += ((to - from) * (to - from - 1)) / 2;
    from = to;
  }

  return pairs;
}

/** Kendall's variance of `s` with ties in both. */
function varianceOf(n: number, ofTimes: Ties, ofValues: Ties): number {
  if (n < 2) return 0;
  const untied = n * (n - 1) * (2 * n + 5) - ofTimes.spread - ofValues.spread;
  const pairs = (2 * ofTimes.pairs * ofValues.pairs) / (n * (n - 1));
  const triples = n < 3 ? 0 : (ofTimes.triples * ofValues.triples) / (9 * n * (n - 1) * (n - 2));

  return untied / 18 + pairs + triples;
}

function sum(parts: readonly Pairs[], of: (part: Pairs) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}
