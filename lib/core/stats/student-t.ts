import { incompleteBeta } from './incomplete-beta.ts';

/**
 * The probability that a Student t variable with `df` degrees of freedom is at least `|t|` away from
 * zero, in either direction: the regularised incomplete beta function at df / (df + t²).
 * Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.1 and 26.5.27.
 */
export function twoSidedT(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** The value beyond which, in either direction, a Student t variable lies with probability `p`. */
export function criticalT(p: number, df: number): number {
  let low = 0;
  let high = 1;
  while (twoSidedT(high, df) > p) high *= 2;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (twoSidedT(middle, df) > p) low = middle;
    else high = middle;
  }

  return (low + high) / 2;
}

const BISECTIONS = 60;
