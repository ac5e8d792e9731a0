import type { Estimate } from '../../core/stats/series.ts';

/** An estimate turned around: slower by −3 is faster by 3, and the ends change places. */
export function mirrored({ value, low, high, confidence }: Estimate): Estimate {
  return { value: -value, low: -high, high: -low, confidence };
}

/** An estimate in another unit: each number times a factor above 0. */
export function scaled({ value, low, high, confidence }: Estimate, factor: number): Estimate {
  return { value: value * factor, low: low * factor, high: high * factor, confidence };
}
