import { createHash } from 'node:crypto';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { readWebAssets } from '../../adapters/web/web-assets.ts';
import { pageSource } from '../../core/dashboard/page-source.ts';
import { documentOf } from '../../report/html/parts/document.ts';
import { worstFirst } from '../../core/trends/finding-badness.ts';
import { MAX_FINDINGS } from '../../core/dashboard/overview/overview-page.ts';
import type { PageRange } from '../../core/dashboard/page-frame.ts';
import type { PageSource } from '../../core/dashboard/pages.ts';
import { openFindings } from '../../core/trends/finding.ts';
import {
  reportAssets,
  reportLinks,
  type ReportPages,
  reportView,
} from '../../report/html/report-view.ts';
import { progressOf } from '../frame/progress.ts';
import type { Io } from '../frame/io.ts';
import type { HistoryStores } from '../frame/history-stores.ts';
import type { ShownParts } from './dashboard-parts.ts';

/** More points of a printed chart would overlap: it is 10 cm wide. */
const MAX_BUCKETS = 100;
/** Points of all charts together: it limits the size of the file, so that it can be mailed. */
const MAX_POINTS = 2_000;

/** The source of a report, and its range. */
export interface ReportReading {
  readonly range: PageRange;
  readonly source: PageSource;
}

/** The source of the pages of a report. It is read once: its cache has no limit. */
export function reportSource(shown: ShownParts, stores: HistoryStores): PageSource {
  const ports = {
    ...stores,
    ...shown,
    cache: new Map(),
    histograms: hdrHistograms(),
    clock: shown,
  };

  return pageSource(shown.project, ports);
}

/** Reads the pages of some journeys (empty: of all), and shows the progress. */
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
  const maxBuckets = reportBuckets(series);
  const journeys: ReportPages['journeys'][number][] = [];
  for (const journey of chosen) {
    const page = await source.journey({ journey, range, metric: null, maxBuckets });
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

/** The number of points of each chart in a report of so many series. */
export function reportBuckets(series: number): number {
  return Math.min(MAX_BUCKETS, Math.ceil(MAX_POINTS / Math.max(1, series)));
}

/** Leaves the rows and findings of some journeys. Their pages have all findings, the overview does not. */
function only(
  overview: ReportPages['overview'],
  journeys: ReportPages['journeys'],
): ReportPages['overview'] {
  const names = new Set(journeys.map(({ journey }) => journey));
  const findings = worstFirst(openFindings(journeys.flatMap((page) => page.findings)));

  return {
    ...overview,
    findings: findings.slice(0, MAX_FINDINGS),
    moreFindings: Math.max(0, findings.length - MAX_FINDINGS),
    rows: overview.rows.filter(({ journey }) => names.has(journey)),
  };
}

/** A report as one HTML document that contains its stylesheet. */
export async function reportMarkup(pages: ReportPages, webDir: string): Promise<string> {
  const { overview, journeys, costs } = pages;
  const { text: css } = (await readWebAssets(webDir))['style.css'];
  const hash = `sha256-${createHash('sha256').update(css).digest('base64')}`;
  const names = journeys.map(({ journey }) => journey);

  return documentOf({
    view: reportView(pages),
    frame: overview,
    active: 'overview',
    links: reportLinks(names, costs !== null),
    json: null,
    assets: reportAssets({ css, hash }),
  });
}
