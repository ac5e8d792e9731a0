import type { Outcome } from '../../../core/record/outcome.ts';
import { OUTCOME_STYLE, outcomeMark } from '../run/run-header.ts';
import { glyphsOf, type Line, type Screen, type Span, span } from '../text/styled-line.ts';

/** One run in a sparkline. */
export interface SparkPoint {
  readonly outcome: Outcome;
  readonly durationMs: number;
}

/**
 * The last runs, one cell each, oldest first. Heights are durations of passed runs from zero to the
 * longest shown, so that half as high is half as long; a run that did not pass has no duration that
 * compares, and shows its outcome instead.
 */
export function sparkline(points: readonly SparkPoint[], columns: number, screen: Screen): Line {
  const shown = points.slice(-columns);
  const passed = shown.filter(({ outcome }) => outcome === 'passed');
  const longestMs = Math.max(...passed.map(({ durationMs }) => durationMs), Number.MIN_VALUE);

  return shown.map((point) => sparkCell(point, longestMs, screen));
}

function sparkCell(point: SparkPoint, longestMs: number, screen: Screen): Span {
  if (point.outcome !== 'passed') return outcomeMark(point.outcome, screen);

  const { spark } = glyphsOf(screen);
  const level = Math.ceil((point.durationMs / longestMs) * spark.length) - 1;
  return span(spark[Math.max(0, level)] ?? '', OUTCOME_STYLE.passed);
}
