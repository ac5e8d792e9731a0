import { mapBounded } from '../base/map-bounded.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { RunStore } from '../ports.ts';
import type { RollupStore } from '../rollup/rollup.ts';
import { analyseJourney, type AnalysisPorts } from './analyse-journey.ts';
import { correctAnalyses } from './correct-analyses.ts';
import { overlayRollups, rollUpMissing, type StaleHours } from './fresh-rollups.ts';
import type { JourneyAnalysis, SeriesAnalysis } from './journey-analysis.ts';
import type { TimeRange } from '../base/time.ts';

/** The journeys of one analysis: all its tests are corrected together. */
export interface HistoryRequest {
  /** With the regions to analyse. */
  readonly plans: readonly JourneyPlan[];
  readonly range: TimeRange;
}

/** The ports that an analysis reads from. */
export interface StoredHistoryPorts extends AnalysisPorts {
  /** Where given, hours that are not rolled up yet are counted from their runs. */
  readonly runs?: Pick<RunStore, 'queryRuns'>;
}

/** How one journey is analysed, such as with fewer metrics. Default: {@link analyseJourney}. */
export type AnalyseOne = (plan: JourneyPlan, ports: AnalysisPorts) => Promise<JourneyAnalysis>;

/** The analyses of several journeys, and what they were read from. */
export interface HistoryAnalysis {
  /** In the order of the plans. */
  readonly analyses: readonly JourneyAnalysis[];
  /** Hours that were counted from their runs, by journey and region. */
  readonly stale: readonly StaleHours[];
  /** The stored rollups, with those of the stale hours. */
  readonly rollups: RollupStore;
}

/** Journeys at once: while one is calculated, another is read. */
const CONCURRENCY = 2;

/**
 * Analyses journeys from the stored rollups, and corrects all tests together. The daily job,
 * `waywiser dev` and `waywiser trends` share it. Nothing is written.
 */
export async function analyseStoredHistory(
  { plans, range }: HistoryRequest,
  ports: StoredHistoryPorts,
  analyse: AnalyseOne = async (plan, read) =>
    withoutHours(await analyseJourney({ plan, range }, read)),
): Promise<HistoryAnalysis> {
  const { runs } = ports;
  const rollups = runs === undefined ? ports.rollups : overlayRollups(ports.rollups);
  const fresh = { ...ports, rollups };
  const stale: StaleHours[] = [];
  if (runs !== undefined) {
    for (const series of plans.flatMap(seriesOfPlan)) {
      stale.push(await rollUpMissing({ ...series, ...range }, { ...fresh, store: runs }));
    }
  }
  const analyses = await mapBounded(plans, CONCURRENCY, (plan) => analyse(plan, fresh));

  return { analyses: correctAnalyses(analyses), stale, rollups };
}

function seriesOfPlan({ name: journey, regions, budgets }: JourneyPlan): readonly {
  readonly journey: string;
  readonly region: string;
  readonly extraMetrics: readonly string[];
}[] {
  const extraMetrics = budgets.map(({ metric }) => metric);

  return regions.map((region) => ({ journey, region, extraMetrics }));
}

/** Drops the hourly medians: those of a thousand series would fill the memory. */
function withoutHours({ series, instrument, ...analysis }: JourneyAnalysis): JourneyAnalysis {
  return { ...analysis, series: series.map(emptied), instrument: instrument.map(emptied) };
}

function emptied(one: SeriesAnalysis): SeriesAnalysis {
  return { ...one, hourly: { ...one.hourly, values: new Float64Array(0) } };
}
