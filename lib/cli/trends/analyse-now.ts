import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { jsonLine } from '../../core/base/inert-json.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { Finding } from '../../core/trends/finding.ts';
import { runTrendAnalysis, type TrendsReport } from '../../core/trends/run-trend-analysis.ts';
import { trendRange } from '../../core/trends/trend-range.ts';
import { historyNowMs } from '../frame/dev-time.ts';
import { hasLocalStore, type HistoryStores, openLocalStores } from '../frame/history-stores.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { NO_EVENTS, NO_METRICS } from './look-untold.ts';
import { overlayRollups, rollUpMissing } from './rollup-overlay.ts';

/** What a look tells of itself: one line of JSON. */
export interface AnalysisOutput {
  readonly series: number;
  readonly opened: readonly Finding[];
  readonly ended: readonly Finding[];
  readonly standing: number;
  /** What went wrong, in words. */
  readonly errors: readonly string[];
}

/**
 * `waywiser look`, which the dashboard starts beside itself: the daily look for trends over what is
 * kept on this machine, in every region that it was measured in. Findings are kept; hours that are
 * not rolled up yet are counted from their runs.
 */
export async function analyseNow(
  options: { readonly stage?: string },
  paths: Paths,
  io: Io,
): Promise<number> {
  const project = await openProject({ selection: [], ...options }, paths, io);
  if (project.problems.length > 0) return project.refuse(false);
  if (!hasLocalStore(paths)) return EXIT.passed;
  const stores = await openLocalStores(paths);
  try {
    const nowMs = historyNowMs(paths, false);
    const plans = await plansWithRuns(
      project.journeys.map(({ plan }) => plan),
      stores,
    );
    io.out(jsonLine(told(await look(plans, stores, nowMs))));

    return EXIT.passed;
  } finally {
    await stores.close();
  }
}

/** Journeys of which there are runs, in the regions of these. */
export async function plansWithRuns(
  plans: readonly JourneyPlan[],
  { store }: Pick<HistoryStores, 'store'>,
): Promise<readonly JourneyPlan[]> {
  const series = await store.listSeries();

  return plans.flatMap((plan) => {
    const own = series.filter(({ journey }) => journey === plan.name);
    return own.length === 0 ? [] : [{ ...plan, regions: own.map(({ region }) => region) }];
  });
}

async function look(
  plans: readonly JourneyPlan[],
  stores: HistoryStores,
  nowMs: number,
): Promise<TrendsReport> {
  const rollups = overlayRollups(stores.rollups);
  const histograms = hdrHistograms();
  for (const { name: journey, regions, budgets } of plans) {
    const extraMetrics = budgets.map(({ metric }) => metric);
    for (const region of regions) {
      const series = { journey, region, extraMetrics, ...trendRange(nowMs) };
      await rollUpMissing(series, { store: stores.store, rollups, histograms });
    }
  }

  return await runTrendAnalysis(
    { journeys: plans },
    {
      rollups,
      histograms,
      findings: stores.findings,
      annotations: stores.annotations,
      events: NO_EVENTS,
      metrics: NO_METRICS,
      clock: { epochMs: () => nowMs },
    },
  );
}

function told({ series, opened, ended, standing, errors }: TrendsReport): AnalysisOutput {
  return { series, opened, ended, standing, errors: errors.map(({ message }) => message) };
}
