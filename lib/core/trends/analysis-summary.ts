import type { InsufficientData } from '../stats/series.ts';
import type { JourneyAnalysis, SeriesAnalysis } from './journey-analysis.ts';
import { changesOf, driftTestOf, shortageOf } from './test-probabilities.ts';

/** The version of a summary's shape. */
export const SUMMARY_SCHEMA = 2;

/** Whether a series could be tested. */
export interface AnalysedSeries {
  readonly region: string;
  readonly metric: string;
  /** Why no test could be made; null: at least one was made. */
  readonly insufficient: Pick<InsufficientData, 'shortage' | 'moreDays'> | null;
}

/**
 * That a journey was analysed, whatever was found: a series that was never analysed is not steady.
 * Each analysis replaces the summary of the one before.
 */
export interface AnalysisSummary {
  readonly schema: typeof SUMMARY_SCHEMA;
  readonly journey: string;
  /** ISO 8601. */
  readonly at: string;
  /** Those that it covered, with values or without; absent where an older version wrote it. */
  readonly regions?: readonly string[];
  /** Series without any value are not among them. */
  readonly series: readonly AnalysedSeries[];
}

/** A summary as schema 1 stored it: with sentences. */
export interface AnalysisSummaryV1 extends Omit<AnalysisSummary, 'schema' | 'series'> {
  readonly schema: 1;
  readonly series: readonly (Omit<AnalysedSeries, 'insufficient'> & {
    readonly refused: { readonly reason: string; readonly moreDays: number | null } | null;
  })[];
}

/** A stored summary in its present shape; sentences of schema 1 become codes `text`. */
export function upgradeSummary(stored: AnalysisSummary | AnalysisSummaryV1): AnalysisSummary {
  if (stored.schema === SUMMARY_SCHEMA) return stored;

  return {
    ...stored,
    schema: SUMMARY_SCHEMA,
    series: stored.series.map(({ region, metric, refused }) => ({
      region,
      metric,
      insufficient:
        refused === null
          ? null
          : { shortage: { code: 'text', text: refused.reason }, moreDays: refused.moreDays },
    })),
  };
}

/** The summary of a journey's analysis, which is stored next to its findings. */
export function summaryOfAnalysis(
  { journey, series, failures }: JourneyAnalysis,
  { at, regions }: { readonly at: string; readonly regions: readonly string[] },
): AnalysisSummary {
  const failed = failures.flatMap(({ region, metric, error }): readonly AnalysedSeries[] => {
    const shortage = { code: 'failed', message: error.message } as const;
    return metric === null ? [] : [{ region, metric, insufficient: { shortage, moreDays: null } }];
  });

  return {
    schema: SUMMARY_SCHEMA,
    journey,
    at,
    regions,
    series: [...series.map(analysedSeries), ...failed],
  };
}

function analysedSeries({
  series: { region, metric },
  conclusion,
}: SeriesAnalysis): AnalysedSeries {
  const wasTested = driftTestOf(conclusion) !== null || changesOf(conclusion) !== null;
  if (wasTested) return { region, metric, insufficient: null };
  const missing = shortageOf(conclusion.drift) ?? shortageOf(conclusion.changes);

  return {
    region,
    metric,
    insufficient: {
      shortage: missing?.shortage ?? { code: 'not-tested' },
      moreDays: missing?.moreDays ?? null,
    },
  };
}

/** Whether an analysis covered a region. An older version's summary says so only where it had values. */
export function coversRegion({ regions, series }: AnalysisSummary, region: string): boolean {
  return regions?.includes(region) ?? series.some((each) => each.region === region);
}
