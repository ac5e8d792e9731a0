import { type Candidate, candidatesOf } from '../../core/trends/finding-candidates.ts';
import type { SeriesAnalysis } from '../../core/trends/journey-analysis.ts';
import { isSameSubject } from '../../core/trends/same-subject.ts';
import { FALSE_DISCOVERY_RATE, SIGNIFICANCE_LEVEL } from '../../core/stats/levels.ts';
import type { ChangePoint, Forecast } from '../../core/stats/results.ts';
import { bucketsOf } from '../../report/format/trend-buckets.ts';
import type { JourneyTrends } from '../../core/trends/read-journey-trends.ts';
import { seriesOfView, type TrendsView } from '../../report/format/trend-view.ts';
import { describeSeries } from '../../report/format/describe-series.ts';
import type { StaleHours } from '../../core/trends/fresh-rollups.ts';

/** More pieces than a series has days. */
const MAX_DAYS = 500;

/** What the rollups do not hold. */
export interface LeftOut {
  /** Hours that were counted from their runs. */
  readonly stale: readonly StaleHours[];
  /** Number of stored items that were left out because they cannot be read. */
  readonly unreadable: number;
}

/** The document of `waywiser trends --json`. Its names are described in docs/trends.md. */
export function trendsDocument(view: TrendsView, { stale, unreadable }: LeftOut): unknown {
  return {
    stage: view.stage,
    since: iso(view.fromMs),
    until: iso(view.toMs),
    tests: {
      level: SIGNIFICANCE_LEVEL,
      falseShare: FALSE_DISCOVERY_RATE,
      correctedOverSeries: seriesOfView(view).length,
    },
    journeys: view.journeys.map((journey) => ({
      journey: journey.analysis.journey,
      timedRuns: journey.timedRuns,
      series: journey.analysis.series.map((series) => seriesDocument(series, journey, view.nowMs)),
      instrument: journey.analysis.instrument.map((series) =>
        seriesDocument(series, journey, view.nowMs),
      ),
      notes: journey.notes,
      failures: journey.analysis.failures.map(({ error, ...series }) => ({
        ...series,
        message: error.message,
      })),
      countedFromRuns: stale.filter(
        ({ journey: name, hours }) => name === journey.analysis.journey && hours > 0,
      ),
    })),
    unreadable,
  };
}

function seriesDocument(series: SeriesAnalysis, journey: JourneyTrends, nowMs: number): unknown {
  const { conclusion, q, hourly } = series;
  const { tone, text } = describeSeries(series, nowMs);
  const found = candidatesOf(series);

  return {
    region: series.series.region,
    metric: series.series.metric,
    unit: series.unit,
    since: series.from,
    until: series.to,
    conclusion: { tone, kind: conclusion.kind, text },
    findings: found.map(({ subject }) => foundDocument(subject, series, journey)),
    drift:
      conclusion.drift.kind === 'insufficient-data'
        ? conclusion.drift
        : { ...conclusion.drift, q: q.drift },
    changes:
      'kind' in conclusion.changes
        ? conclusion.changes
        : conclusion.changes.map((change, index) => ({
            ...changeDocument(change),
            q: q.changes[index] ?? null,
          })),
    budgets: series.forecasts.map(({ budget, outcome }) => ({
      ...budget,
      outcome: outcome.kind === 'forecast' ? forecastDocument(outcome) : outcome,
    })),
    explanations: series.explanations,
    days: mediansOf(hourly),
  };
}

/** A finding of this analysis, and since when it is stored as open. */
function foundDocument(
  subject: Candidate['subject'],
  { series }: SeriesAnalysis,
  { findings }: JourneyTrends,
): unknown {
  const stored = findings.find(
    (finding) =>
      finding.region === series.region &&
      finding.metric === series.metric &&
      finding.resolved === null &&
      isSameSubject(finding.subject, subject),
  );

  return {
    kind: subject.kind,
    at: subject.kind === 'change' ? iso(subject.change.atMs) : null,
    id: stored?.id ?? null,
    foundAt: stored?.foundAt ?? null,
    confirmedAt: stored?.confirmedAt ?? null,
    unconfirmedSince: stored?.unconfirmedSince ?? null,
  };
}

function changeDocument({ atMs, fromMs, toMs, ...rest }: ChangePoint): Record<string, unknown> {
  return { at: iso(atMs), earliest: iso(fromMs), latest: iso(toMs), ...rest };
}

function forecastDocument({ atMs, earliestMs, latestMs, ...rest }: Forecast): unknown {
  return {
    ...rest,
    at: iso(atMs),
    earliest: iso(earliestMs),
    latest: latestMs === null ? null : iso(latestMs),
  };
}

/** The medians that the chart shows: of days, or of hours where there are few days. */
function mediansOf(hourly: SeriesAnalysis['hourly']): unknown {
  const { startMs, hours, values } = bucketsOf(hourly, MAX_DAYS);

  return {
    startsAt: iso(startMs),
    hours,
    medians: values,
  };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
