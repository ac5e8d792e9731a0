import type { Annotation } from '../../core/record/annotation.ts';
import type { Finding } from '../../core/trends/finding.ts';
import type { JourneyAnalysis, SeriesAnalysis } from '../../core/trends/journey-analysis.ts';
import { candidatesOf } from '../../core/trends/finding-candidates.ts';
import { DAY_MS } from '../../core/base/time.ts';

/** A journey's trends, and what else is known of the time. */
export interface JourneyTrends {
  readonly analysis: JourneyAnalysis;
  /** Stored ones, those that have ended too. */
  readonly findings: readonly Finding[];
  /** Of the time that was looked at, oldest first. */
  readonly notes: readonly Annotation[];
  /** Timed runs of the time that was looked at, by region. */
  readonly timedRuns: Readonly<Record<string, number>>;
}

/** The trends of journeys that were looked at together. */
export interface TrendsView {
  readonly stage: string;
  readonly nowMs: number;
  /** The time that was looked at, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly journeys: readonly JourneyTrends[];
}

/** A series, with the journey that it is of, and when it is looked at. */
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

/**
 * How bad a series is, for the order of lists: first those that will cross a budget, the soonest
 * first; then by how much it got slower in the time that was looked at, as a share of its level; what
 * got faster is below 0.
 */
export function badness({ series }: TrendSeries): number {
  const subjects = candidatesOf(series).map(({ subject }) => subject);
  const crossings = subjects.flatMap((subject) =>
    subject.kind === 'forecast' ? [subject.forecast.atMs] : [],
  );
  if (crossings.length > 0) {
    const days = (Math.min(...crossings) - Date.parse(series.to)) / DAY_MS;
    // Above every share that a series can have grown by in practice.
    return 1_000_000 - Math.max(0, days);
  }
  const shares = subjects.map((subject) => {
    switch (subject.kind) {
      case 'drift': {
        const { slopePerDay, level, days } = subject.drift;
        return (slopePerDay.value * days) / Math.max(level, Number.MIN_VALUE);
      }
      case 'change':
        return subject.change.shift.value / Math.max(subject.change.before, Number.MIN_VALUE);
      case 'forecast':
        return 0;
    }
  });

  // A budget that is crossed while nothing moves.
  return shares.length === 0 ? 0 : Math.max(...shares);
}
