import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { printPage } from '../../adapters/browser/print-page.ts';
import { jsonLine } from '../../core/base/inert-json.ts';
import type { ReportPages } from '../../report/html/report-view.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { analyseFirst } from '../trends/background-analysis.ts';
import { type ShownParts, shownParts } from './dashboard-parts.ts';
import { readReportPages, reportMarkup, reportSource } from './report-pages.ts';
import { readReportRequest, type ReportOptions, type ReportRequest } from './report-request.ts';
import { formatBytes } from '../../report/format/bytes.ts';
import { formatCount } from '../../report/format/count.ts';

const PRINT_DEADLINE_MS = 60_000;

/** `waywiser report`: writes the dashboard's pages into one file that needs no network. */
export async function report(options: ReportOptions, paths: Paths, io: Io): Promise<number> {
  const stage = options.stage === undefined ? {} : { stage: options.stage };
  const project = await openProject({ selection: [], ...stage }, paths, io);
  if (project.problems.length > 0) return project.refuse(options.json);
  const shown = shownParts({ ...options, io }, project, paths);
  try {
    const request = await requestOf(options, shown, io.cwd);
    if (typeof request === 'string') {
      io.err(`waywiser: ${cleanText(request)}\n`);
      return EXIT.misuse;
    }
    if (options.deployed !== true) await analyseFirst(lookOf(shown, paths), io);
    const pages = await readPages(options.journeys, { shown, request }, io);
    await write(pages, request, { paths, io });
    await printSummary(pages, { options, request }, io);

    return EXIT.passed;
  } finally {
    await shown.history.close();
  }
}

async function requestOf(
  options: ReportOptions,
  { project: { config, plans }, history, epochMs }: ShownParts,
  cwd: string,
): Promise<ReportRequest | string> {
  const series = await (await history.stores()).store.listSeries();
  const names = [...plans.map(({ name }) => name), ...series.map(({ journey }) => journey)];
  const known = [...new Set(names)].toSorted();

  return readReportRequest(options, { nowMs: epochMs(), cwd, stage: config.stage, known });
}

function lookOf(shown: ShownParts, paths: Paths): Parameters<typeof analyseFirst>[0] {
  const { plans, config } = shown.project;

  return { ...shown, plans, stage: config.stage, paths };
}

async function readPages(
  journeys: readonly string[],
  { shown, request }: { readonly shown: ShownParts; readonly request: ReportRequest },
  io: Io,
): Promise<ReportPages> {
  const source = reportSource(shown, await shown.history.stores());

  return await readReportPages(journeys, { range: request.range, source }, io);
}

async function write(
  pages: ReportPages,
  { file, pdf }: ReportRequest,
  { paths, io }: { readonly paths: Paths; readonly io: Io },
): Promise<void> {
  const markup = await reportMarkup(pages, paths.webDir);
  await writeFile(file, markup);
  if (pdf !== null) await print(markup, pdf, { paths, io });
}

async function printSummary(
  { journeys }: ReportPages,
  { options, request }: { readonly options: ReportOptions; readonly request: ReportRequest },
  { out, cwd }: Pick<Io, 'out' | 'cwd'>,
): Promise<void> {
  const { file, pdf, range } = request;
  const files = [file, ...(pdf === null ? [] : [pdf])].map((each) => path.relative(cwd, each));
  if (options.json === true) {
    const since = new Date(range.fromMs).toISOString();
    const until = new Date(range.toMs).toISOString();
    const names = journeys.map(({ journey }) => journey);
    out(jsonLine({ files, range: { since, until }, journeys: names }));
  } else {
    const { size } = await stat(file);
    const count = formatCount(journeys.length, 'journey');
    out(`Wrote ${files.join(' and ')}: ${count}, ${formatBytes(size)}\n`);
  }
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
