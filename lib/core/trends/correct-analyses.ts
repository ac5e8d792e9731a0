import { adjustedP } from '../stats/benjamini-hochberg.ts';
import type { JourneyAnalysis, SeriesAnalysis } from './journey-analysis.ts';
import { changesOf, driftTestOf, probabilitiesOf } from './test-probabilities.ts';

/**
 * Fills in `q`: the probabilities of all tests of all series, corrected together by Benjamini and
 * Hochberg (https://doi.org/10.1111/j.2517-6161.1995.tb02031.x). All tests of one analysis must be
 * corrected together. The instrument's own series take no part: they explain, and are no findings.
 */
export function correctAnalyses(analyses: readonly JourneyAnalysis[]): readonly JourneyAnalysis[] {
  const tests = analyses.flatMap(({ series }) =>
    series.flatMap(({ conclusion }) => probabilitiesOf(conclusion)),
  );
  const corrected = adjustedP(tests).values();

  return analyses.map((analysis) => ({
    ...analysis,
    series: analysis.series.map((one) => withQ(one, corrected)),
  }));
}

/** Takes as many values as the series has tests, in the same order. */
function withQ(one: SeriesAnalysis, corrected: Iterator<number>): SeriesAnalysis {
  const qs = probabilitiesOf(one.conclusion).map(() => Number(corrected.next().value));
  const drift = driftTestOf(one.conclusion) === null ? null : (qs.shift() ?? null);
  const changes = (changesOf(one.conclusion) ?? []).map((_, index) => qs[index] ?? null);

  return { ...one, q: { drift, changes } };
}
