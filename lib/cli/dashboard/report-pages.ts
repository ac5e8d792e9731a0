import { worstFirst } from '../../core/dashboard/finding-badness.ts';
import { MAX_FINDINGS } from '../../core/dashboard/overview/overview-page.ts';
import type { PageRange } from '../../core/dashboard/page-frame.ts';
import type { PageSource } from '../../core/dashboard/pages.ts';
import { standing } from '../../core/dashboard/trend-standing.ts';
import type { ReportPages } from '../../report/html/report-view.ts';
import { progressOf } from '../frame/progress.ts';
import type { Io } from '../frame/io.ts';

/** A printed chart is as wide as a hand: more points than that lie on each other. */
const MAX_BUCKETS = 100;
/** Of all charts together: a report of many journeys is coarser, so that it can be mailed. */
const MAX_POINTS = 2_000;

/** Where a report is read from. */
export interface ReportReading {
  readonly range: PageRange;
  readonly source: PageSource;
}

/** Reads the pages of journeys (none named: of all), and tells how far it is. */
export async function readReportPages(
  wanted: readonly string[],
  { range, source }: ReportReading,
  io: Io,
): Promise<ReportPages> {
  const overview = await source.overview(range);
  const known = [...new Set(overview.rows.map(({ journey }) => journey))].toSorted();
  const chosen = wanted.length === 0 ? known : wanted;
  const progress = progressOf(chosen.length, io, () => performance.now());
  const series = overview.rows.filter(({ journey }) => chosen.includes(journey)).length;
  const mostBuckets = reportBuckets(series);
  const journeys: ReportPages['journeys'][number][] = [];
  for (const journey of chosen) {
    const page = await source.journey({ journey, range, metric: null, mostBuckets });
    if (page !== null) journeys.push(page);
    progress.done(journeys.length);
  }
  progress.end();
  const isWhole = wanted.length === 0;

  return {
    overview: isWhole ? overview : only(overview, journeys),
    journeys,
    costs: isWhole ? await source.costs() : null,
  };
}

/** How many points each chart of a report of so many series has at most. */
export function reportBuckets(series: number): number {
  return Math.min(MAX_BUCKETS, Math.ceil(MAX_POINTS / Math.max(1, series)));
}

/** The findings are those of the journeys' own pages: that of all journeys shows the worst of all. */
function only(
  overview: ReportPages['overview'],
  journeys: ReportPages['journeys'],
): ReportPages['overview'] {
  const names = new Set(journeys.map(({ journey }) => journey));
  const findings = worstFirst(standing(journeys.flatMap((page) => page.findings)));

  return {
    ...overview,
    findings: findings.slice(0, MAX_FINDINGS),
    moreFindings: Math.max(0, findings.length - MAX_FINDINGS),
    rows: overview.rows.filter(({ journey }) => names.has(journey)),
  };
}
