import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { jsonLine } from '../../core/base/inert-json.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { MetricSink, RunStore } from '../../core/ports.ts';
import { runTrendAnalysis, type TrendsReport } from '../../core/trends/run-trend-analysis.ts';
import type { FindingEvents, TrendPorts } from '../../core/trends/trend-ports.ts';
import { historyNowMs } from '../frame/dev-time.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { hasLocalStore, openLocalStores } from '../frame/history-stores.ts';

/** The result of an analysis in another process: one line of JSON. */
export interface AnalysisOutput extends Omit<TrendsReport, 'from' | 'to' | 'errors'> {
  /** Messages of what went wrong. */
  readonly errors: readonly string[];
}

const NO_EVENTS: FindingEvents = { publish: async (findings) => findings.map(() => null) };
const NO_METRICS: MetricSink = { publish: async (groups) => groups.map(() => null) };

/**
 * The ports of an analysis on this machine, without those of its stores: findings are shown where
 * they are found, so there are no events, and no alarm reads metrics.
 */
export const LOCAL_TREND_PORTS: Pick<TrendPorts, 'events' | 'metrics' | 'histograms'> = {
  events: NO_EVENTS,
  metrics: NO_METRICS,
  histograms: hdrHistograms(),
};

/**
 * `waywiser analyse`, a hidden command that the dashboard and `dev` start as a process: the daily
 * analysis of this machine's history, in every region that has runs. Findings are stored; hours that
 * are not rolled up yet are counted from their runs.
 */
export async function analyseNow(
  options: { readonly stage?: string },
  paths: Paths,
  io: Io,
): Promise<number> {
  const project = await openProject({ selection: [], ...options }, paths, io);
  if (project.problems.length > 0) return project.refuse(false);
  if (!hasLocalStore(paths)) return EXIT.passed;
  const { close, store, ...stores } = await openLocalStores(paths, io);
  try {
    const nowMs = historyNowMs(paths, false);
    const plans = project.journeys.map(({ plan }) => plan);
    const { errors, ...report } = await runTrendAnalysis(
      { journeys: await plansWithRuns(plans, store) },
      { ...LOCAL_TREND_PORTS, ...stores, runs: store, clock: { epochMs: () => nowMs } },
    );
    const { series, opened, resolved, open } = report;
    const messages = errors.map(({ message }) => message);
    io.out(jsonLine({ series, opened, resolved, open, errors: messages } satisfies AnalysisOutput));

    return EXIT.passed;
  } finally {
    await close();
  }
}

/** Journeys that have runs, each with the regions of its runs. */
export async function plansWithRuns(
  plans: readonly JourneyPlan[],
  store: Pick<RunStore, 'listSeries'>,
): Promise<readonly JourneyPlan[]> {
  const series = await store.listSeries();

  return plans.flatMap((plan) => {
    const own = series.filter(({ journey }) => journey === plan.name);
    return own.length === 0 ? [] : [{ ...plan, regions: own.map(({ region }) => region) }];
  });
}
