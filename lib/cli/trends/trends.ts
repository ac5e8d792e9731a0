import { errorText } from '../../core/base/error-text.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { renderTrendJourney } from '../../report/terminal/trends/trend-journey.ts';
import { renderTrendOverview } from '../../report/terminal/trends/trend-overview.ts';
import type { TrendsView } from '../../report/format/trend-view.ts';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import type { StaleHours } from '../../core/trends/fresh-rollups.ts';
import { readJourneyTrends, type UnknownName } from '../../core/trends/read-journey-trends.ts';
import type { TimeRange } from '../../core/base/time.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';
import { historyNowMs } from '../frame/dev-time.ts';
import { EXIT, type Io, screenOf, misuse } from '../frame/io.ts';
import { type OpenProject, openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import {
  deployedStores,
  emptyStores,
  hasLocalStore,
  type HistoryStores,
  openLocalStores,
} from '../frame/history-stores.ts';
import { requireUsableState } from '../frame/usable-state.ts';
import { type LeftOut, trendsDocument } from './trends-document.ts';
import { type TrendsOptions, trendsRange } from './trends-options.ts';

/** `waywiser trends`: what got slower, since when, by how much, how significant, and why. */
export async function trends(options: TrendsOptions, paths: Paths, io: Io): Promise<number> {
  const nowMs = historyNowMs(paths, options.deployed === true);
  const range = readRange(options.since, nowMs, io);
  if (range === null) return EXIT.misuse;
  const { stage, journey } = options;
  // Before the project, whose bundles are in the same folder.
  if (options.deployed !== true) requireUsableState(paths);
  const selection = journey === undefined ? [] : [journey];
  const project = await openProject(
    { selection, ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(options.json);

  return analyse({ ...options, range, nowMs }, project, { paths, io });
}

interface Analysed extends TrendsOptions {
  readonly range: TimeRange;
  readonly nowMs: number;
}

async function analyse(
  options: Analysed,
  project: OpenProject,
  { paths, io }: { readonly paths: Paths; readonly io: Io },
): Promise<number> {
  const { range, nowMs } = options;
  const stores = await openStores({ ...options, io }, project, paths);
  try {
    const plans = project.journeys.map(({ plan }) => plan);
    const { metric = null, region = null, deployed = false } = options;
    const regionsBeforeRuns = deployed ? {} : { regionsBeforeRuns: [LOCAL_REGION] };
    const { journeys, stale, unknown } = await readJourneyTrends(
      { plans, range, metric, region, ...regionsBeforeRuns },
      { ...stores, histograms: hdrHistograms() },
    );
    if (unknown !== null) return misuse([unknownName(unknown)], io);
    const view = { stage: project.config.stage, nowMs, ...range, journeys };

    return show(view, { stale, unreadable: stores.unreadable?.() ?? 0 }, { options, io });
  } finally {
    await stores.close();
  }
}

function unknownName({ kind, name, known }: UnknownName): string {
  const nearest = nearestWord(name, known);
  const hint = nearest === null ? '' : `did you mean "${nearest}"? `;

  return `Cannot find ${kind} "${name}" among the trends: ${hint}expected one of ${known.join(', ')}`;
}

async function openStores(
  { deployed, io }: TrendsOptions & { readonly io: Io },
  { config }: OpenProject,
  paths: Paths,
): Promise<HistoryStores> {
  if (deployed === true) return deployedStores(config);

  // Reading must not create a store.
  return hasLocalStore(paths) ? await openLocalStores(paths, io) : emptyStores();
}

function show(
  view: TrendsView,
  left: LeftOut,
  { options, io }: { readonly options: TrendsOptions; readonly io: Io },
): number {
  const failures = view.journeys.flatMap(({ analysis }) => analysis.failures);
  for (const { error } of failures) io.err(`waywiser: ${cleanText(error.message)}\n`);
  for (const words of describeStale(left.stale)) io.err(`waywiser: ${cleanText(words)}\n`);
  if (options.json === true) {
    io.out(jsonDocument(trendsDocument(view, left)));
  } else {
    io.out(`${picture(view, options, io).join('\n')}\n`);
  }

  return failures.length > 0 ? EXIT.unknown : EXIT.passed;
}

function picture(view: TrendsView, options: TrendsOptions, io: Io): readonly string[] {
  const [journey] = view.journeys;
  if (options.journey === undefined || journey === undefined) {
    return renderTrendOverview(view, screenOf(io));
  }

  return renderTrendJourney({ view, journey, whole: options.metric !== undefined }, screenOf(io));
}

/** The rollup job runs every hour: a longer gap means that it does not run. */
const USUAL_HOURS = 3;

function describeStale(stale: readonly StaleHours[]): readonly string[] {
  return stale
    .filter(({ hours }) => hours > USUAL_HOURS)
    .map(({ journey, region, hours, since }) => {
      const newest = since === null ? 'there is no rollup yet' : `the newest rollup is of ${since}`;
      return `${hours} hours of "${journey}" in ${region} are not rolled up (${newest}); they were counted from their runs`;
    });
}

function readRange(since: string | undefined, nowMs: number, io: Io): TimeRange | null {
  try {
    return trendsRange(since, nowMs);
  } catch (error) {
    misuse([errorText(error)], io);

    return null;
  }
}
