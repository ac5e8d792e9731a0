import { errorText } from '../../core/base/error-text.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import type { TrendRange } from '../../core/trends/trend-range.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { TrendsView } from '../../report/format/trend-view.ts';
import { renderTrendJourney } from '../../report/terminal/trends/trend-journey.ts';
import { renderTrendOverview } from '../../report/terminal/trends/trend-overview.ts';
import { historyNowMs } from '../frame/dev-time.ts';
import {
  deployedStores,
  emptyStores,
  hasLocalStore,
  type HistoryStores,
  openLocalStores,
} from '../frame/history-stores.ts';
import { EXIT, type Io, screenOf } from '../frame/io.ts';
import { type OpenProject, openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { lookHere, type LookHere } from './look-here.ts';
import { trendsDocument } from './trends-document.ts';
import { type TrendsOptions, trendsRange } from './trends-options.ts';

/** `waywiser trends`: what got slower, since when, by how much, how sure that is, and why. */
export async function trends(options: TrendsOptions, paths: Paths, io: Io): Promise<number> {
  const nowMs = historyNowMs(paths, options.deployed === true);
  const range = readRange(options.since, nowMs, io);
  if (range === null) return EXIT.misuse;
  const { stage, journey } = options;
  const selection = journey === undefined ? [] : [journey];
  const project = await openProject(
    { selection, ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(options.json);
  const stores = await openStores(options, project, paths);
  try {
    const plans = project.journeys.map(({ plan }) => plan);
    const look = await lookHere(
      { plans, range, deployed: options.deployed === true, ...only(options) },
      stores,
    );
    if (look.problems.length > 0) return misuse(look.problems, io);
    const view = { stage: project.config.stage, nowMs, ...range, journeys: look.journeys };

    return show(view, look, { options, io });
  } finally {
    await stores.close();
  }
}

function only({ metric, region }: TrendsOptions): Pick<LookHere, 'metric' | 'region'> {
  return { metric: metric ?? null, region: region ?? null };
}

async function openStores(
  { deployed }: TrendsOptions,
  { config }: OpenProject,
  paths: Paths,
): Promise<HistoryStores> {
  if (deployed === true) return deployedStores(config);

  // Reading must not create a store.
  return hasLocalStore(paths) ? await openLocalStores(paths) : emptyStores();
}

function show(
  view: TrendsView,
  look: Awaited<ReturnType<typeof lookHere>>,
  { options, io }: { readonly options: TrendsOptions; readonly io: Io },
): number {
  const failures = view.journeys.flatMap(({ analysis }) => analysis.failures);
  for (const { error } of failures) io.err(`waywiser: ${cleanText(error.message)}\n`);
  for (const words of staleWords(look.stale)) io.err(`waywiser: ${cleanText(words)}\n`);
  if (options.json === true) {
    io.out(jsonDocument(trendsDocument(view, look.stale)));
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

/** The job that rolls up comes every hour: what is missing for longer says that it does not. */
const USUAL_HOURS = 3;

function staleWords(stale: Awaited<ReturnType<typeof lookHere>>['stale']): readonly string[] {
  return stale
    .filter(({ hours }) => hours > USUAL_HOURS)
    .map(({ journey, region, hours, since }) => {
      const until = since === null ? 'none was before' : `the last was of ${since}`;
      return `${hours} hours with runs of "${journey}" in ${region} were not rolled up yet (${until}); they were counted from their runs`;
    });
}

function readRange(since: string | undefined, nowMs: number, io: Io): TrendRange | null {
  try {
    return trendsRange(since, nowMs);
  } catch (error) {
    misuse([errorText(error)], io);

    return null;
  }
}

function misuse(problems: readonly string[], io: Io): number {
  for (const problem of problems) io.err(`waywiser: ${cleanText(problem)}\n`);

  return EXIT.misuse;
}
