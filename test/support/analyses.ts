import type { ChangePoint, DriftTest, SeriesConclusion } from '../../lib/core/stats/results.ts';
import type { InsufficientData } from '../../lib/core/stats/series.ts';
import type { JourneyAnalysis, SeriesAnalysis } from '../../lib/core/trends/journey-analysis.ts';
import { DRIFT, EXPLANATION } from './findings.ts';

/** The range of a look on 22 November, at 00:40. */
export const LOOK = {
  from: '2026-07-25T00:00:00.000Z',
  to: '2026-11-22T00:00:00.000Z',
  at: '2026-11-22T00:40:00.000Z',
};

/** No drift: a slope that chance explains. */
export const NO_DRIFT: DriftTest = {
  ...DRIFT,
  slopePerDay: { value: 0.01, low: -0.2, high: 0.2, confidence: 0.95 },
  p: 0.4,
};

/** Too little data. */
export const REFUSED: InsufficientData = {
  kind: 'insufficient-data',
  shortage: {
    code: 'too-few-days',
    question: 'drift',
    autocorrelated: false,
    days: 9,
    neededDays: 14,
    since: null,
  },
  moreDays: 5,
};

/** A conclusion: steady unless changed. */
export function conclusionOf(changes: Partial<SeriesConclusion> = {}): SeriesConclusion {
  return { kind: 'steady', drift: NO_DRIFT, changes: [], ...changes };
}

/** A conclusion of drift. */
export function drifting(changes: Partial<DriftTest> = {}): SeriesConclusion {
  return conclusionOf({ kind: 'drift', drift: { ...DRIFT, ...changes } });
}

/** A conclusion of steps. */
export function stepping(...changes: readonly ChangePoint[]): SeriesConclusion {
  return conclusionOf({ kind: 'step', changes });
}

/** The analysis of `duration` of `checkout` in eu-west-1, corrected: q is twice p. */
export function analysisOf(
  conclusion: SeriesConclusion,
  changes: Partial<SeriesAnalysis> = {},
): SeriesAnalysis {
  const points = 'kind' in conclusion.changes ? [] : conclusion.changes;

  return {
    series: { journey: 'checkout', region: 'eu-west-1', metric: 'duration' },
    unit: 'ms',
    conclusion,
    q: {
      drift: 'p' in conclusion.drift ? conclusion.drift.p * 2 : null,
      changes: points.map(({ p }) => p * 2),
    },
    forecasts: [],
    explanations: { drift: EXPLANATION, changes: points.map(() => EXPLANATION) },
    hourly: { startMs: Date.parse(LOOK.from), values: new Float64Array(0) },
    from: LOOK.from,
    to: LOOK.to,
    ...changes,
  };
}

/** The analysis of `checkout`, of some series. */
export function journeyOf(
  series: readonly SeriesAnalysis[],
  changes: Partial<JourneyAnalysis> = {},
): JourneyAnalysis {
  return { journey: 'checkout', series, instrument: [], failures: [], ...changes };
}
