import type { InsufficientData } from '../stats/series.ts';
import type { ChangePoint, DriftTest, SeriesConclusion } from '../stats/results.ts';

/** The level of one test, at which the tests are calibrated: how often each fires by chance. */
export const TEST_LEVEL = 0.01;

/** How many of all that is found in a look may be false, on average. */
export const FALSE_SHARE = 0.05;

/** A drift that was tested; null: it could not be. */
export function driftTestOf({ drift }: SeriesConclusion): DriftTest | null {
  return drift.kind === 'drift-test' ? drift : null;
}

/** Why a test could not be made; null: it was. */
export function refusalOf(
  test: SeriesConclusion['drift'] | SeriesConclusion['changes'],
): InsufficientData | null {
  return 'kind' in test && test.kind === 'refused' ? test : null;
}

/** The changes that were found; null: it could not be tested for any. */
export function changesOf({ changes }: SeriesConclusion): readonly ChangePoint[] | null {
  return 'kind' in changes ? null : changes;
}

/**
 * The probabilities that a series brings to a correction: one for its drift, one for each change
 * found; where none was found, 1 stands for the test that was made. (A test that found nothing does
 * not tell its probability; 1 is never smaller, so corrected ones are never too small.)
 */
export function probabilitiesOf(conclusion: SeriesConclusion): readonly number[] {
  const drift = driftTestOf(conclusion);
  const changes = changesOf(conclusion);
  const found = changes?.map(({ p }) => p) ?? [];

  return [...(drift === null ? [] : [drift.p]), ...(changes?.length === 0 ? [1] : found)];
}

/**
 * Whether a test's answer is a finding. Both must hold: below the level of one test, because with
 * many true findings the correction alone would let through what a single test would not; and below
 * the share of false ones, because of a thousand tests at that level ten fire by chance.
 */
export function isFound(p: number, q: number | null): boolean {
  return p < TEST_LEVEL && q !== null && q < FALSE_SHARE;
}
