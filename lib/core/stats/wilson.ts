import { CONFIDENCE } from './levels.ts';
import type { Estimate } from './series.ts';

/** The 97.5% quantile of the standard normal distribution. */
const Z = 1.959_963_984_540_054;

/**
 * The share of successes with its 95% score interval, which assumes independent trials of one
 * probability; unlike the textbook's, it holds its confidence for few trials and for shares near 0
 * and 1, and never leaves them. E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", JASA 22 (1927), doi:10.2307/2276774; recommended by Brown, Cai & DasGupta,
 * "Interval estimation for a binomial proportion", Statistical Science 16 (2001). Null for no
 * trials; for one, an interval of 0 to 0.79, or 0.21 to 1. Throws a RangeError for counts that are
 * none.
 */
export function wilsonShare(successes: number, trials: number): Estimate | null {
  if (!(successes >= 0 && trials >= successes && Number.isInteger(successes + trials))) {
    throw new RangeError(`Cannot take the share of ${successes} of ${trials}; expected counts`);
  }
  if (trials === 0) return null;
  const value = successes / trials;
  const spread = Z ** 2 / trials;
  const centre = (value + spread / 2) / (1 + spread);
  const half = Math.sqrt((spread * (4 * value * (1 - value) + spread)) / 4) / (1 + spread);

  return {
    value,
    // At the ends exactly: rounding would leave a trace of the difference.
    low: successes === 0 ? 0 : centre - half,
    high: successes === trials ? 1 : centre + half,
    confidence: CONFIDENCE,
  };
}
