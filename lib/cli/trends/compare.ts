import { existsSync } from 'node:fs';
import path from 'node:path';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { compareRuns } from '../../core/compare/compare-runs.ts';
import type { ComparedSeries } from '../../core/compare/compared-runs.ts';
import { gateOf } from '../../core/compare/gate.ts';
import { pairRecords, sharedRunsProblem } from '../../core/compare/pair-records.ts';
import type { RunStore } from '../../core/ports.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import { type ComparisonView, renderComparison } from '../../report/terminal/trends/comparison.ts';
import { historyNowMs } from '../frame/dev-time.ts';
import { openRunsStore, type RunsStore } from '../frame/history-stores.ts';
import { EXIT, type Io, screenOf, misuse } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { comparisonDocument } from './compare-document.ts';
import {
  type CompareCommandOptions,
  type ComparisonRequest,
  readCompareOptions,
  type SideSource,
} from './compare-options.ts';
import { runsOfSide } from './compare-runs-of.ts';

/** `waywiser compare`: whether runs B are slower than runs A, with an exit code for pipelines. */
export async function compare(
  options: CompareCommandOptions,
  paths: Paths,
  io: Io,
): Promise<number> {
  const { request, problems } = readCompareOptions(options, {
    nowMs: historyNowMs(paths, options.deployed === true),
    exists: (name) => existsSync(path.resolve(io.cwd, name)),
  });
  if (request === null) return misuse(problems, io);
  const opened = await openFor(request, options, { paths, io });
  if (opened?.kind === 'problems') return EXIT.misuse;
  const stores = opened?.kind === 'store' ? opened : null;
  try {
    return await compareSides(request, stores?.store ?? null, { options, io });
  } finally {
    await stores?.close();
  }
}

/** Null: files need neither a store nor credentials. */
async function openFor(
  { a, b }: ComparisonRequest,
  { deployed = false, stage }: CompareCommandOptions,
  { paths, io }: { readonly paths: Paths; readonly io: Io },
): Promise<RunsStore | null> {
  if (a.kind === 'files' && b.kind === 'files') return null;

  return await openRunsStore({ deployed, stage: stage ?? null }, paths, io);
}

async function compareSides(
  request: ComparisonRequest,
  store: RunStore | null,
  { options, io }: { readonly options: CompareCommandOptions; readonly io: Io },
): Promise<number> {
  const { sides, unread } = await readSides(request, store, io);
  if (sides === null) return misuse(unread, io);
  const shared = sharedRunsProblem(sides);
  const unknown = await unknownJourney(request, sides, store);
  const problems = [...(shared === null ? [] : [shared]), ...unknown];
  if (problems.length > 0) return misuse(problems, io);
  const { metric, allowance } = request;
  const series = compareRuns(pairRecords(sides), {
    metric,
    allowance,
    histograms: hdrHistograms(),
  });
  const missing = unknownMetric(metric, series);
  if (missing.length > 0) return misuse(missing, io);
  const gate = gateOf(series);
  const view = viewOf(request, options, { series, gate });
  if (options.json === true) io.out(jsonDocument(comparisonDocument(view)));
  else io.out(`${renderComparison(view, screenOf(io)).join('\n')}\n`);

  return { passed: EXIT.passed, failed: EXIT.failed, unknown: EXIT.unknown }[gate.kind];
}

async function readSides(
  { journey, region, ...request }: ComparisonRequest,
  store: RunStore | null,
  { cwd }: Pick<Io, 'cwd'>,
): Promise<{ readonly sides: Runs | null; readonly unread: readonly string[] }> {
  try {
    const a = await runsOfSide({ source: request.a, journey, region, cwd }, store);
    const b = await runsOfSide({ source: request.b, journey, region, cwd }, store);

    return { sides: { a, b }, unread: [] };
  } catch (error) {
    // A named file or run that cannot be read.
    if (!(error instanceof TypeError)) throw error;

    return { sides: null, unread: [error.message] };
  }
}

function viewOf(
  { a, b, allowance }: ComparisonRequest,
  options: CompareCommandOptions,
  found: Pick<ComparisonView, 'series' | 'gate'>,
): ComparisonView {
  return {
    sides: { a: options.a ?? '', b: options.b ?? '' },
    ranges: { a: rangeOf(a), b: rangeOf(b) },
    allowance,
    ...found,
  };
}

function rangeOf(source: SideSource): { since: string; until: string } | null {
  return source.kind === 'range' ? { since: source.since, until: source.until } : null;
}

interface Runs {
  readonly a: readonly RunRecord[];
  readonly b: readonly RunRecord[];
}

async function unknownJourney(
  { journey }: ComparisonRequest,
  { a, b }: Runs,
  store: RunStore | null,
): Promise<readonly string[]> {
  if (journey === null || a.length + b.length > 0) return [];
  const known = (await store?.listSeries())?.map((each) => each.journey) ?? [];
  if (known.includes(journey)) return [];
  const nearest = nearestWord(journey, known);
  const names = [...new Set(known)].toSorted().join(', ');
  const hint =
    nearest === null ? `there are runs of ${names || 'none'}` : `did you mean "${nearest}"?`;

  return [`Cannot find journey "${journey}" on either side: ${hint}`];
}

function unknownMetric(
  metric: string | null,
  series: readonly ComparedSeries[],
): readonly string[] {
  const isKnown = series.some(
    ({ metrics, onlyIn }) => metrics.length + onlyIn.a.length + onlyIn.b.length > 0,
  );
  if (metric === null || series.length === 0 || isKnown) return [];

  return [
    `Cannot find metric "${metric}" in these runs; expected one such as duration, step:NAME, lcp, bytes or wait@HOST`,
  ];
}
