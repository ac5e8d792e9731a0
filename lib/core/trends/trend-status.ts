import type { InsufficientData } from '../stats/series.ts';
import type { AnalysisSummary } from './analysis-summary.ts';
import { type Finding, openFindings } from './finding.ts';
import { isWorse, worstFirst } from './finding-badness.ts';
import type { StoredTrends } from './trend-ports.ts';
import { DAY_MS } from '../base/time.ts';

/** The parts of a finding that describe it, without its explanation. */
export type FindingFacts = Pick<Finding, 'metric' | 'unit' | 'subject' | 'q'>;

/** The trend of a journey in a region, by the stored results of the daily analysis. */
export type TrendStatus = TrendFacts & {
  /** `unknown`: not analysed within two days, or not enough data. What got worse stays `worse`. */
  readonly direction: 'worse' | 'better' | 'steady' | 'unknown';
  /** The metric of the worst open finding; null: none is open. */
  readonly metric: string | null;
  /** The worst finding's probability after correction; null: none is open, or it is a forecast. */
  readonly q: number | null;
};

/** What the status is based on, by code. Instants of analyses are ISO 8601. */
export type TrendFacts =
  | {
      readonly code: 'open-findings';
      readonly worst: FindingFacts;
      /** How many others are open. */
      readonly more: number;
      /** When it was analysed last, where that is more than two days ago; else null. */
      readonly notAnalysedSince: string | null;
    }
  | { readonly code: 'never-analysed' }
  | { readonly code: 'not-analysed-since'; readonly at: string }
  | { readonly code: 'region-not-analysed'; readonly region: string; readonly at: string }
  | { readonly code: 'no-duration'; readonly at: string }
  | ({ readonly code: 'insufficient-data' } & Pick<InsufficientData, 'shortage' | 'moreDays'>)
  /** Numbers of metrics. */
  | {
      readonly code: 'steady';
      readonly at: string;
      readonly tested: number;
      readonly untested: number;
    };

/** An older analysis is out of date. */
const MAX_AGE_MS = 2 * DAY_MS;

/** The trend of a journey in a region, as the last analysis left it. */
export function trendStatus(
  { findings, summary }: StoredTrends,
  region: string,
  nowMs: number,
): TrendStatus {
  const [worst, ...more] = worstFirst(
    openFindings(findings).filter((one) => one.region === region),
  );
  if (worst === undefined) return quietStatus(summary, region, nowMs);
  const isOld = summary !== null && isOutdated(summary, nowMs);
  const better = isOld ? 'unknown' : 'better';
  const { metric, unit, subject, q } = worst;

  return {
    code: 'open-findings',
    // A regression stays one until an analysis resolves it.
    direction: isWorse(worst) ? 'worse' : better,
    metric,
    q,
    worst: { metric, unit, subject, q },
    more: more.length,
    notAnalysedSince: isOld ? summary.at : null,
  };
}

function isOutdated({ at }: AnalysisSummary, nowMs: number): boolean {
  return nowMs - Date.parse(at) > MAX_AGE_MS;
}

/** Steady only if it was analysed not long ago, with enough data to find something. */
function quietStatus(summary: AnalysisSummary | null, region: string, nowMs: number): TrendStatus {
  if (summary === null) return unknown({ code: 'never-analysed' });
  const { at } = summary;
  if (isOutdated(summary, nowMs)) return unknown({ code: 'not-analysed-since', at });
  if (summary.regions?.includes(region) === false) {
    return unknown({ code: 'region-not-analysed', region, at });
  }
  const own = summary.series.filter((each) => each.region === region);
  const duration = own.find(({ metric }) => metric === 'duration');
  if (duration === undefined) return unknown({ code: 'no-duration', at });
  if (duration.insufficient !== null) {
    return unknown({ code: 'insufficient-data', ...duration.insufficient });
  }
  const untested = own.filter(({ insufficient }) => insufficient !== null).length;
  const tested = own.length - untested;

  return { code: 'steady', direction: 'steady', metric: null, q: null, at, tested, untested };
}

function unknown(facts: TrendFacts): TrendStatus {
  return { ...facts, direction: 'unknown', metric: null, q: null };
}
