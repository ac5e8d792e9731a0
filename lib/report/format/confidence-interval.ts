import type { Estimate } from '../../core/stats/series.ts';
import { formatShare } from './share.ts';

/** What prints the two ends of an interval with one unit. */
export type FormatEnds = (low: number, high: number) => string;

/** The ends of an estimate with the name of what they are: `95% CI: 1.2 to 2.6%`. */
export function formatConfidenceInterval(
  { low, high, confidence }: Pick<Estimate, 'low' | 'high' | 'confidence'>,
  formatEnds: FormatEnds,
): string {
  return `${formatConfidence(confidence)}: ${formatEnds(low, high)}`;
}

/** The name of an interval: `95% CI`. */
export function formatConfidence(confidence: number): string {
  return `${formatShare(confidence)} CI`;
}
