import { fewestForInterval, quantileRanks } from './quantile-ranks.ts';
import { type BinnedSample, type RankedSample, rankedSample } from './ranked-sample.ts';
import { CONFIDENCE } from './levels.ts';
import type { Estimate, InsufficientData } from './series.ts';

/** A quantile of what values are drawn from, with an interval for it. */
export interface QuantileEstimate extends Estimate {
  readonly kind: 'quantile';
  /** Values, with those that were cut off. */
  readonly n: number;
  /** How many were cut off: they are at least their bound. */
  readonly censored: number;
  /**
   * `at-least`: so many values were cut off that the quantile is one of them: `value` and `low` are
   * what it is at least. `high` is Infinity where it may be one of them: JSON writes null.
   */
  readonly bound: 'exact' | 'at-least';
}

/**
 * The q-th quantile of the distribution that a sample was drawn from. The value is the sample
 * quantile that is median-unbiased whatever the distribution, type 8 of R. J. Hyndman & Y. Fan,
 * "Sample quantiles in statistical packages" (1996), doi:10.2307/2684934; the interval is between
 * two ranks ({@link quantileRanks}), which assumes independent values and nothing of their
 * distribution. Values that were cut off take part at their bounds.
 *
 * Insufficient data below the number of values whose extremes hold the quantile with the confidence: 6 for the
 * median, 72 for p95 and 368 for p99 at 95%; so for 0 and 1. Throws a RangeError for a `q` or
 * `confidence` that is not between 0 and 1.
 */
export function quantileOf(
  sample: BinnedSample,
  q: number,
  confidence = CONFIDENCE,
): QuantileEstimate | InsufficientData {
  for (const [name, share] of [['quantile', q] as const, ['confidence', confidence] as const]) {
    if (!(share > 0 && share < 1)) {
      throw new RangeError(`Cannot use ${share} as ${name}; expected a number between 0 and 1`);
    }
  }
  const ranked = rankedSample(sample);
  const ranks = quantileRanks(ranked.n, q, confidence);
  if (ranks === null) return tooFew(ranked.n, q, confidence);
  const rank = pointRank(ranked.n, q);

  return {
    kind: 'quantile',
    value: ranked.valueAt(rank),
    low: lowEnd(ranked, ranks.low),
    high: highEnd(ranked, ranks.high),
    confidence,
    n: ranked.n,
    censored: ranked.censored,
    bound: isKnown(ranked, rank) ? 'exact' : 'at-least',
  };
}

/** The rank, from 1 to n and mostly between whole ones, of the sample's q-th quantile (type 8). */
export function pointRank(n: number, q: number): number {
  return Math.min(n, Math.max(1, (n + 1 / 3) * q + 1 / 3));
}

function tooFew(n: number, q: number, confidence: number): InsufficientData {
  return {
    kind: 'insufficient-data',
    shortage: { code: 'too-few-values', q, n, needed: fewestForInterval(q, confidence) },
    moreDays: null,
  };
}

/** Whether a rank's value is made of values that were not cut off. */
function isKnown({ censoredFrom }: RankedSample, rank: number): boolean {
  return Math.ceil(rank) < censoredFrom;
}

function lowEnd(ranked: RankedSample, rank: number): number {
  const there = ranked.valueAt(rank);
  const whole = Math.floor(rank);
  const { from } = ranked.bucketAt(whole);

  return Math.min(there, Math.max(from, there - ranked.spreadErrorAt(whole)));
}

function highEnd(ranked: RankedSample, rank: number): number {
  if (!isKnown(ranked, rank)) return Infinity;
  const there = ranked.valueAt(rank);
  const whole = Math.ceil(rank);
  const { to } = ranked.bucketAt(whole);

  return Math.max(there, Math.min(to, there + ranked.spreadErrorAt(whole)));
}
