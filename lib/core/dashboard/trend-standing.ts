import type { Finding } from '../trends/finding.ts';
import type { AnalysedSeries, AnalysisSummary } from '../trends/analysis-summary.ts';
import { findingBadness, worstFirst } from './finding-badness.ts';
import type { TrendStanding } from './status/status.ts';
import { dayOf, standingWords } from './trend-words.ts';

/** What is known of a journey's trends. */
export interface KnownTrends {
  readonly findings: readonly Finding[];
  readonly look: AnalysisSummary | null;
}

/** After so long without a look nobody knows how things stand. */
const MAX_MS = 2 * 86_400_000;

/** What the last look for trends says of a journey in a region. */
export function trendStanding(
  { findings, look }: KnownTrends,
  region: string,
  nowMs: number,
): TrendStanding {
  const [worst, ...more] = worstFirst(standing(findings).filter((one) => one.region === region));
  if (worst === undefined) return quietStanding(look, region, nowMs);
  const words = more.length === 0 ? '' : `; ${more.length} more`;
  const isOld = look !== null && isLongAgo(look, nowMs);
  const old = isOld ? `; nobody has looked since ${dayOf(look.at)}` : '';
  const better = isOld ? 'unknown' : 'better';

  return {
    // What got worse is to be looked at until somebody has found that it stands no more.
    direction: findingBadness(worst) > 0 ? 'worse' : better,
    words: `${standingWords(worst)}${words}${old}`,
    metric: worst.metric,
    q: worst.q,
  };
}

/** The findings that have not ended. */
export function standing(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ ended }) => ended === null);
}

function isLongAgo({ at }: AnalysisSummary, nowMs: number): boolean {
  return nowMs - Date.parse(at) > MAX_MS;
}

/** Steady is only what was looked at not long ago, with data enough to find something. */
function quietStanding(look: AnalysisSummary | null, region: string, nowMs: number): TrendStanding {
  if (look === null) return unknown('nobody has looked for trends yet');
  const day = dayOf(look.at);
  if (isLongAgo(look, nowMs)) {
    return unknown(`nobody has looked for trends since ${day}`);
  }
  if (look.regions?.includes(region) === false) {
    return unknown(
      `nobody has looked for trends in ${region}: the look of ${day} did not cover it`,
    );
  }
  const own = look.series.filter((each) => each.region === region);
  const duration = own.find(({ metric }) => metric === 'duration');
  if (duration === undefined) return unknown(`the look of ${day} found no duration to test`);
  if (duration.refused !== null) return unknown(refusedWords(duration.refused));
  const open = own.filter(({ refused }) => refused !== null).length;
  const tested = own.length - open;
  const metrics = tested === 1 ? 'duration' : `${tested} metrics`;
  const rest = open === 0 ? '' : `; ${open} more cannot be told yet`;

  return {
    direction: 'steady',
    words: `no drift or step in ${metrics}, looked at on ${day}${rest}`,
    metric: null,
    q: null,
  };
}

function refusedWords({ reason, moreDays }: NonNullable<AnalysedSeries['refused']>): string {
  if (moreDays === null) return `cannot be told: ${reason}`;
  const days = Math.ceil(moreDays);

  return `cannot be told yet: ${reason}; about ${days} more ${days === 1 ? 'day' : 'days'}`;
}

function unknown(words: string): TrendStanding {
  return { direction: 'unknown', words, metric: null, q: null };
}
