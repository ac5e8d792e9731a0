import type { VitalName } from '../../core/record/run-record.ts';
import { unitOfMetric } from '../../core/rollup/metric.ts';
import { formatDuration } from './duration.ts';
import { formatLimit } from './metric.ts';

const NAMES: Readonly<Record<VitalName, string>> = {
  ttfb: 'time to first byte',
  fcp: 'first contentful paint',
  lcp: 'largest contentful paint',
  cls: 'cumulative layout shift',
  inp: 'interaction to next paint',
  tbt: 'total blocking time',
};

/** In the order in which a page load produces them. */
export const VITAL_ORDER: readonly VitalName[] = ['ttfb', 'fcp', 'lcp', 'tbt', 'inp', 'cls'];

/** A vital's full name: `largest contentful paint` of `lcp`. */
export function formatVitalName(name: VitalName): string {
  return NAMES[name];
}

/**
 * One thing that the browser attributes a vital to: `load state complete`, `input delay 12 ms`.
 * Numbers are milliseconds, as web-vitals gives them, but for the score of a layout shift.
 */
export function formatAttribution(key: string, value: string | number): string {
  const words = key.replaceAll(
    /(?<=[a-z])[A-Z]+/g,
    // Letters that stand for words, as in `firstByteToFCP`, stay as they are.
    (letters) => ` ${letters.length === 1 ? letters.toLowerCase() : letters}`,
  );
  if (typeof value === 'number') {
    return `${words} ${key.endsWith('Value') ? value.toFixed(3) : formatDuration(value)}`;
  }

  return key === 'element' ? value : `${words} ${value}`;
}

/** Rating of a vital by the thresholds of web.dev. */
export type Rating = 'good' | 'needs-improvement' | 'poor';

/**
 * The largest value that is good, and the largest that is not yet poor. Milliseconds;
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

/** Rates one value of a vital. A value equal to a threshold gets the better rating. */
export function rateVital(name: VitalName, value: number): Rating {
  const [good, fair] = VITAL_THRESHOLDS[name];
  if (value <= good) return 'good';

  return value <= fair ? 'needs-improvement' : 'poor';
}

/** The thresholds of a vital: `good up to 2.5 s, poor above 4 s`. */
export function describeThresholds(name: VitalName): string {
  const [good, fair] = VITAL_THRESHOLDS[name].map((limit) =>
    formatLimit(limit, unitOfMetric(name)),
  );

  return `good up to ${good}, poor above ${fair}`;
}
