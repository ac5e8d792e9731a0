import { subjectBadness } from '../../core/trends/finding-badness.ts';
import { candidatesOf } from '../../core/trends/finding-candidates.ts';
import type { SeriesAnalysis } from '../../core/trends/journey-analysis.ts';
import type { JourneyTrends } from '../../core/trends/read-journey-trends.ts';

/** The trends of journeys that were analysed together. */
export interface TrendsView {
  readonly stage: string;
  readonly nowMs: number;
  /** The analysed time, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly journeys: readonly JourneyTrends[];
}

/** A series with its journey and the reader's present. */
export interface TrendSeries {
  readonly series: SeriesAnalysis;
  readonly journey: JourneyTrends;
  readonly nowMs: number;
}

/** All series of a view, in the order of journeys, regions and metrics. */
export function seriesOfView({
  journeys,
  nowMs,
}: Pick<TrendsView, 'journeys' | 'nowMs'>): readonly TrendSeries[] {
  return journeys.flatMap((journey) =>
    journey.analysis.series.map((series) => ({ series, journey, nowMs })),
  );
}

/** How bad the worst of a series is, for the order of lists. */
export function badness({ series }: TrendSeries): number {
  const subjects = candidatesOf(series).map(({ subject }) => subject);

  return subjects.length === 0
    ? 0
    : Math.max(...subjects.map((subject) => subjectBadness(subject, series.to)));
}
