import type { VitalName } from '../../core/record/run-record.ts';

/** How a vital compares with what users are known to tolerate. */
export type Rating = 'good' | 'needs-improvement' | 'poor';

/**
 * The greatest value that is still good, and the greatest that is not yet poor. Milliseconds;
 * unitless for `cls`. Sources: https://web.dev/articles/vitals, https://web.dev/articles/fcp,
 * https://web.dev/articles/ttfb; for `tbt`
 * https://developer.chrome.com/docs/lighthouse/performance/lighthouse-total-blocking-time.
 */
export const VITAL_THRESHOLDS: Readonly<Record<VitalName, readonly [number, number]>> = {
  ttfb: [800, 1800],
  fcp: [1800, 3000],
  lcp: [2500, 4000],
  cls: [0.1, 0.25],
  inp: [200, 500],
  tbt: [200, 600],
};

/** Rates one value of a vital. A bound itself counts as the better side. */
export function rateVital(name: VitalName, value: number): Rating {
  const [good, fair] = VITAL_THRESHOLDS[name];
  if (value <= good) return 'good';

  return value <= fair ? 'needs-improvement' : 'poor';
}
