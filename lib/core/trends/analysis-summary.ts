import type { InsufficientData } from '../stats/series.ts';
import type { JourneyAnalysis, SeriesAnalysis } from './journey-analysis.ts';
import { changesOf, driftTestOf, refusalOf } from './test-probabilities.ts';

/** The version of a look's shape. */
export const SUMMARY_SCHEMA = 1;

/** Whether a series could be tested. */
export interface AnalysedSeries {
  readonly region: string;
  readonly metric: string;
  /** Why it could not be tested for anything; null: it was. */
  readonly refused: Pick<InsufficientData, 'reason' | 'moreDays'> | null;
}

/**
 * That a journey was looked at for trends, whatever was found: what nobody looked at is not steady.
 * Each look takes the place of the one before.
 */
export interface AnalysisSummary {
  readonly schema: typeof SUMMARY_SCHEMA;
  readonly journey: string;
  /** ISO 8601. */
  readonly at: string;
  /** Those that it covered, with values or without; absent where an older version looked. */
  readonly regions?: readonly string[];
  /** Series without any value are not among them. */
  readonly series: readonly AnalysedSeries[];
}

/** What is kept of a journey's analysis, beside its findings. */
export function summaryOfAnalysis(
  { journey, series, failures }: JourneyAnalysis,
  { at, regions }: { readonly at: string; readonly regions: readonly string[] },
): AnalysisSummary {
  const failed = failures.flatMap(({ region, metric, error }) =>
    metric === null ? [] : [{ region, metric, refused: { reason: error.message, moreDays: null } }],
  );

  return {
    schema: SUMMARY_SCHEMA,
    journey,
    at,
    regions,
    series: [...series.map(lookAt), ...failed],
  };
}

function lookAt({ series: { region, metric }, conclusion }: SeriesAnalysis): AnalysedSeries {
  const wasTested = driftTestOf(conclusion) !== null || changesOf(conclusion) !== null;
  if (wasTested) return { region, metric, refused: null };
  const refusal = refusalOf(conclusion.drift) ?? refusalOf(conclusion.changes);

  return {
    region,
    metric,
    refused: {
      reason: refusal?.reason ?? 'it was not tested',
      moreDays: refusal?.moreDays ?? null,
    },
  };
}

/** Whether a look covered a region. An older version's says so only of those with values. */
export function coversRegion({ regions, series }: AnalysisSummary, region: string): boolean {
  return regions?.includes(region) ?? series.some((each) => each.region === region);
}
