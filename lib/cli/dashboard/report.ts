import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { printPage } from '../../adapters/browser/print-page.ts';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { pageSource } from '../../core/dashboard/page-source.ts';
import type { PageRange } from '../../core/dashboard/page-frame.ts';
import { jsonLine } from '../../core/text/inert-json.ts';
import { formatBytes, formatCount } from '../../report/format.ts';
import type { ReportPages } from '../../report/html/report-view.ts';
import { cleanText } from '../../report/terminal-text.ts';
import { lookFirst } from '../trends/background-look.ts';
import { shownParts } from './dashboard-parts.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { reportMarkup } from './report-markup.ts';
import { readReportPages } from './report-pages.ts';
import { sinceInstant } from '../frame/runs-options.ts';

/** Options of `waywiser report`, as they are typed. */
export interface ReportOptions {
  /** Empty: all. */
  readonly journeys: readonly string[];
  /** A length of time such as `90d`, or an instant. */
  readonly since?: string;
  readonly out?: string;
  /** A PDF beside it. */
  readonly pdf?: string;
  readonly deployed?: boolean;
  readonly stage?: string;
  readonly json?: boolean;
}

const HOUR_MS = 3_600_000;
const USUAL_SINCE = '90d';
const PRINT_DEADLINE_MS = 60_000;

/** `waywiser report`: the dashboard's pages in one file that needs nothing else. */
export async function report(options: ReportOptions, paths: Paths, io: Io): Promise<number> {
  const { stage } = options;
  const project = await openProject(
    { selection: [], ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(options.json);
  const shown = shownParts(options, project, paths);
  try {
    if (options.deployed !== true) {
      const { config, plans } = shown.project;
      await lookFirst({ plans, stage: config.stage, paths, ...shown }, io);
    }
    const range = rangeOf(options.since ?? USUAL_SINCE, shown.epochMs());
    const stores = await shown.history.stores();
    const ports = { ...stores, ...shown, histograms: hdrHistograms(), clock: shown };
    const pages = await readReportPages(
      options.journeys,
      { range, source: pageSource(shown.project, ports) },
      io,
    );
    await write(pages, { options, paths }, io);

    return EXIT.passed;
  } catch (error) {
    // What was typed is wrong: no such journey, no such time.
    if (!(error instanceof RangeError)) throw error;
    io.err(`waywiser: ${cleanText(error.message)}\n`);

    return EXIT.misuse;
  } finally {
    await shown.history.close();
  }
}

/** Until the last full hour. Throws a RangeError for what is no time before. */
function rangeOf(since: string, nowMs: number): PageRange {
  const fromMs = Math.floor(Date.parse(sinceInstant(since, nowMs)) / HOUR_MS) * HOUR_MS;
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  if (fromMs >= toMs) {
    throw new RangeError(
      `Cannot report since "${since}"; expected a time before the last full hour`,
    );
  }

  return { fromMs, toMs };
}

async function write(
  pages: ReportPages,
  { options, paths }: { readonly options: ReportOptions; readonly paths: Paths },
  io: Io,
): Promise<void> {
  const { overview, journeys } = pages;
  const names = journeys.map(({ journey }) => journey);
  const markup = await reportMarkup(pages, paths.webDir);
  const day = new Date(overview.range.toMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const file = path.resolve(io.cwd, options.out ?? `waywiser-${overview.stage}-${day}.html`);
  await writeFile(file, markup);
  const pdf = options.pdf === undefined ? null : path.resolve(io.cwd, options.pdf);
  if (pdf !== null) await print(markup, pdf, { paths, io });
  const written = [file, ...(pdf === null ? [] : [pdf])].map((each) => path.relative(io.cwd, each));
  if (options.json === true) {
    io.out(jsonLine({ files: written, range: isoRange(overview.range), journeys: names }));
  } else {
    const size = formatBytes(Buffer.byteLength(markup));
    io.out(`Wrote ${written.join(' and ')}: ${formatCount(names.length, 'journey')}, ${size}\n`);
  }
}

function isoRange({ fromMs, toMs }: PageRange): { readonly since: string; readonly until: string } {
  return { since: new Date(fromMs).toISOString(), until: new Date(toMs).toISOString() };
}

async function print(
  markup: string,
  file: string,
  { paths, io }: { readonly paths: Paths; readonly io: Io },
): Promise<void> {
  const where = {
    chromiumPath: io.env['WAYWISER_CHROMIUM'] ?? null,
    cacheDir: paths.cacheDir,
    anchorPath: paths.observerScriptPath,
  };
  await printPage({ markup, file, deadlineMs: PRINT_DEADLINE_MS }, where);
}
