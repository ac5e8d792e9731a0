import { FALSE_DISCOVERY_RATE, SIGNIFICANCE_LEVEL } from '../stats/levels.ts';
import type { InsufficientData } from '../stats/series.ts';
import type { ChangePoint, DriftTest, SeriesConclusion } from '../stats/results.ts';

/** A drift that was tested; null: it could not be. */
export function driftTestOf({ drift }: SeriesConclusion): DriftTest | null {
  return drift.kind === 'drift-test' ? drift : null;
}

/** The shortage of data that prevented a test; null: it was made. */
export function shortageOf(
  test: SeriesConclusion['drift'] | SeriesConclusion['changes'],
): InsufficientData | null {
  return 'kind' in test && test.kind === 'insufficient-data' ? test : null;
}

/** The changes that were found; null: it could not be tested for any. */
export function changesOf({ changes }: SeriesConclusion): readonly ChangePoint[] | null {
  return 'kind' in changes ? null : changes;
}

/**
 * The probabilities of a series for the correction: one for its drift, one for each change found;
 * where no change was found, 1 for the test that was made. (Such a test does not report its
 * probability; 1 is never less, so corrected ones are never too small.)
 */
export function probabilitiesOf(conclusion: SeriesConclusion): readonly number[] {
  const drift = driftTestOf(conclusion);
  const changes = changesOf(conclusion);
  const found = changes?.map(({ p }) => p) ?? [];

  return [...(drift === null ? [] : [drift.p]), ...(changes?.length === 0 ? [1] : found)];
}

/**
 * Whether a test's result is a finding. Both must hold: p below the significance level, because with
 * many true findings the correction alone would let through what a single test would not; and q below
 * the false discovery rate, because of a thousand tests at that level ten are false positives.
 */
export function isFound(p: number, q: number | null): boolean {
  return p < SIGNIFICANCE_LEVEL && q !== null && q < FALSE_DISCOVERY_RATE;
}
