import { incompleteBeta } from './incomplete-beta.ts';

/**
 * Between which ranks of n independent values the q-th quantile of their distribution lies with a
 * stated probability, whatever the distribution; as much is left out at either side. Ranks lie
 * between whole ones as by Nyblom, so that the probability is hit and not exceeded by what whole
 * ranks would add. Null where there are fewer than {@link fewestForInterval} values.
 *
 * J. Nyblom, "Note on interpolated order statistics", Statistics & Probability Letters 14 (1992), which
 * carries Hettmansperger & Sheather (1986) from the median to any quantile.
 */
export function quantileRanks(
  n: number,
  q: number,
  confidence: number,
): { readonly low: number; readonly high: number } | null {
  if (n < fewestForInterval(q, confidence)) return null;
  const outside = (1 - confidence) / 2;

  return { low: rankBelow(n, q, 1 - outside), high: rankBelow(n, q, outside) };
}

/** Guards against 1 - 0.9 being a little less than 0.1. */
const ROUNDING = 1e-9;

/** Fewer values have no two ranks between which the q-th quantile lies with such a probability. */
export function fewestForInterval(q: number, confidence: number): number {
  const outside = (1 - confidence) / 2;

  return Math.ceil(Math.log(outside) / Math.log(Math.max(q, 1 - q)) - ROUNDING);
}

/** The rank whose value is at most the q-th quantile with a probability. */
function rankBelow(n: number, q: number, probability: number): number {
  const rank = lastRankAtLeast(n, q, probability);
  const here = atMostQuantile(rank, n, q);
  const next = atMostQuantile(rank + 1, n, q);
  if (rank === n || here === probability) return rank;
  const odds = (rank * (1 - q) * (probability - next)) / ((n - rank) * q * (here - probability));

  return rank + 1 / (1 + odds);
}

function lastRankAtLeast(n: number, q: number, probability: number): number {
  let low = 1;
  let high = n;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (atMostQuantile(middle, n, q) >= probability) low = middle;
    else high = middle - 1;
  }

  return low;
}

/** The probability that the value of a rank is at most the q-th quantile. */
function atMostQuantile(rank: number, n: number, q: number): number {
  return rank > n ? 0 : incompleteBeta(q, rank, n + 1 - rank);
}
