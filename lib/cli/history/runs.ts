import { DEFAULT_RUN_RETENTION_DAYS } from '../../core/store/retention.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { DAY_MS } from '../../core/base/time.ts';
import type { RunStore } from '../../core/ports.ts';
import type { Outcome } from '../../core/record/outcome.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import {
  countOutcomes,
  type SeriesSummary,
  summariseDurations,
} from '../../core/record/series-summary.ts';
import { renderHistory, renderSeries } from '../../report/terminal/run/run-history.ts';
import { renderRun } from '../../report/terminal/run/run-tree.ts';
import { historyNowMs } from '../frame/dev-time.ts';
import { openRunsStore } from '../frame/history-stores.ts';
import { EXIT, type Io, screenOf, misuse } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { readRunsOptions, type RunsOptions, type RunsRequest } from '../frame/runs-options.ts';
import { sourceLines } from '../frame/show-problems.ts';

type Series = Awaited<ReturnType<RunStore['listSeries']>>[number];

/** The history that a request is answered from. */
interface History {
  readonly store: RunStore;
  readonly series: readonly Series[];
  readonly nowMs: number;
  /** Number of runs that were left out because they cannot be read. */
  readonly unreadable: () => number;
}

/** Default range of the overview. */
const OVERVIEW_MS = DAY_MS;
/** Default range of a search for an outcome, in days: the default retention. */
const SEARCH_DAYS = DEFAULT_RUN_RETENTION_DAYS;
const DEFAULT_LIMIT = 50;
/** The instant in the id of a run; no name of a journey has one. */
const RUN_ID = /-\d{8}T\d{6}(?:\.\d+)?Z/;

/** `waywiser runs`: an overview of all journeys, the history of one, or one run in full. */
export async function runs(options: RunsOptions, paths: Paths, io: Io): Promise<number> {
  const nowMs = historyNowMs(paths, options.deployed === true);
  const { request, problems } = readRunsOptions(options, nowMs);
  if (problems.length > 0) return misuse(problems, io);
  const opened = await openRunsStore(request.source, paths, io);
  if (opened.kind === 'problems') return EXIT.misuse;
  if (opened.kind === 'empty') return noHistory(request, io);
  try {
    const { store, unreadable = () => 0 } = opened;
    const series = await store.listSeries();
    if (series.length === 0) return noHistory(request, io, unreadable());

    return await answer(request, { store, series, nowMs, unreadable }, io);
  } finally {
    await opened.close();
  }
}

async function answer(request: RunsRequest, history: History, io: Io): Promise<number> {
  if (request.runId !== null) return await showRun(request.runId, request, { history, io });
  const problems = unknownNames(request, history.series);
  if (problems.length > 0) return misuse(problems, io);
  const wanted = history.series.filter(({ journey, region }) => {
    return (request.journey ?? journey) === journey && (request.region ?? region) === region;
  });
  if (request.journey === null) await showOverview(request, { ...history, series: wanted }, io);
  else await showHistory(request, { ...history, series: wanted }, io);

  return EXIT.passed;
}

async function showOverview(request: RunsRequest, history: History, io: Io): Promise<void> {
  const since = request.since ?? new Date(history.nowMs - OVERVIEW_MS).toISOString();
  const summaries: SeriesSummary[] = [];
  for (const series of history.series) {
    summaries.push(await summarise(history.store, series, { ...request, since }));
  }
  const shown = request.outcome === null ? summaries : summaries.filter(hasRuns);
  if (request.json) {
    io.out(jsonDocument({ since, series: shown, unreadable: history.unreadable() }));

    return;
  }
  io.out(`${renderSeries(shown, screenOf(io)).join('\n')}\n`);
}

async function summarise(
  store: RunStore,
  series: Series,
  request: RunsRequest & { readonly since: string },
): Promise<SeriesSummary> {
  const { since, outcome } = request;
  const inRange = await store.queryRuns({ ...series, since });
  const [last = null] =
    inRange.length > 0 ? inRange : await store.queryRuns({ ...series, limit: 1 });
  const records = inRange
    .filter((run) => outcome === null || run.outcome === outcome)
    .slice(0, request.limit ?? inRange.length);

  return {
    ...series,
    last,
    counts: countOutcomes(records),
    flaky: records.filter((run) => run.flaky).length,
    duration: summariseDurations(records),
  };
}

function hasRuns({ counts }: SeriesSummary): boolean {
  return Object.values(counts).some((count) => count > 0);
}

async function showHistory(request: RunsRequest, history: History, io: Io): Promise<void> {
  const limit = request.limit ?? DEFAULT_LIMIT;
  const found = await Promise.all(
    history.series.map((series) => newestRuns(request, { ...history, series: [series] }, limit)),
  );
  if (request.json) {
    const all = found.flat().toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    io.out(jsonDocument({ runs: all.slice(0, limit), unreadable: history.unreadable() }));

    return;
  }
  const pictures = found.map((records) => renderHistory(records, screenOf(io)).join('\n'));
  const shown = pictures.filter((picture) => picture !== '').join('\n\n');
  io.out(`${shown === '' ? 'No run matches.' : shown}\n`);
  if (found.some(({ length }) => length === limit)) {
    io.err(`Showing the newest ${limit} runs of each region; --limit shows more.\n`);
  }
}

async function newestRuns(
  request: RunsRequest,
  { store, series: [series], nowMs }: History,
  limit: number,
): Promise<readonly RunRecord[]> {
  if (series === undefined) return [];
  const { since, outcome } = request;
  const query = { ...series, ...(since !== null && { since }) };
  if (outcome === null) return await store.queryRuns({ ...query, limit });

  return await search(store, { ...query, outcome, limit }, nowMs);
}

/** Searches day by day, newest first, to limit memory when an outcome is rare. */
async function search(
  store: RunStore,
  wanted: Series & { readonly since?: string; readonly outcome: Outcome; readonly limit: number },
  nowMs: number,
): Promise<readonly RunRecord[]> {
  const { journey, region, outcome, limit } = wanted;
  const sinceMs =
    wanted.since === undefined ? nowMs - SEARCH_DAYS * DAY_MS : Date.parse(wanted.since);
  const found: RunRecord[] = [];
  // Starts a day ahead, for records of machines whose clock is fast.
  for (let endMs = nowMs + DAY_MS; endMs > sinceMs && found.length < limit; endMs -= DAY_MS) {
    const day = await store.queryRuns({
      journey,
      region,
      since: new Date(Math.max(sinceMs, endMs - DAY_MS)).toISOString(),
      until: new Date(endMs).toISOString(),
    });
    found.push(...day.filter((run) => run.outcome === outcome));
  }

  return found.slice(0, limit);
}

async function showRun(
  runId: string,
  request: RunsRequest,
  { history, io }: { readonly history: History; readonly io: Io },
): Promise<number> {
  for (const { journey, region } of history.series) {
    const record = await history.store.getRun(journey, region, runId);
    if (record === null) continue;
    const source = sourceLines(record.error?.file ?? null, io.cwd);
    const options = { ...screenOf(io), verbose: true, ...(source !== null && { source }) };
    io.out(request.json ? jsonDocument({ runs: [record] }) : `${renderRun(record, options)}\n`);

    return EXIT.passed;
  }

  return misuse(
    [`Cannot find run "${runId}": it is not stored; waywiser runs JOURNEY lists run ids`],
    io,
  );
}

function unknownNames(request: RunsRequest, series: readonly Series[]): readonly string[] {
  return [
    ...unknownName(
      'journey',
      request.journey,
      series.map(({ journey }) => journey),
    ),
    ...unknownName(
      'region',
      request.region,
      series.map(({ region }) => region),
    ),
  ];
}

function unknownName(
  kind: 'journey' | 'region',
  name: string | null,
  known: readonly string[],
): readonly string[] {
  if (name === null || known.includes(name)) return [];
  if (kind === 'journey' && RUN_ID.test(name))
    return [`Cannot find journey "${name}": it is the id of a run; expected --run ${name}`];
  const nearest = nearestWord(name, known);
  const names = [...new Set(known)].toSorted().join(', ');
  const hint = nearest === null ? `expected one of ${names}` : `did you mean "${nearest}"?`;

  return [`Cannot find ${kind} "${name}" in the history: ${hint}`];
}

function noHistory(request: RunsRequest, io: Io, unreadable = 0): number {
  const [where, how] = request.source.deployed
    ? ['in this stage', 'they come from its schedules and waywiser invoke']
    : ['on this machine', 'start some with waywiser run or waywiser dev'];
  if (request.journey !== null || request.runId !== null) {
    return misuse([`Cannot find any run: none is stored ${where} yet; ${how}`], io);
  }
  if (request.json) io.out(jsonDocument({ since: request.since, series: [], unreadable }));
  io.err(`No runs are stored ${where} yet; ${how}.\n`);

  return EXIT.passed;
}
