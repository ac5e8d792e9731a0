import { type CostEstimate, estimateCost, type MeasuredDuration } from '../cost/estimate-cost.ts';
import type { RunStore } from '../ports.ts';
import { summariseDurations } from '../record/series-summary.ts';
import { mapBounded } from '../recorder/map-bounded.ts';
import type { CostsPage } from './costs-page.ts';
import type { DashboardPorts, DashboardProject } from './dashboard-ports.ts';
import { frameOf } from './frame-of.ts';

/** As many as the newest runs of each journey and region: what it takes today, not last month. */
const NEWEST_RUNS = 200;
/** Of all journeys together, shared out where there are many; of each, at least a few. */
const MOST_RUNS = 5_000;
const FEWEST_RUNS = 10;
/** Queries at once. */
const CONCURRENCY = 8;

/** Estimates what the journeys cost in a month, by how long their newest runs took. */
export async function readCosts(
  project: DashboardProject,
  ports: Pick<DashboardPorts, 'store' | 'clock'>,
): Promise<CostsPage> {
  const page = { kind: 'costs', ...frameOf(project, ports) } as const;
  const measured = await measuredDurations(project, ports.store);
  try {
    return { ...page, estimate: estimateOf(project, measured, page.readAtMs), problem: null };
  } catch (error) {
    // A journey that AWS would refuse, such as one in more regions than an alarm reads.
    if (!(error instanceof RangeError)) throw error;

    return { ...page, estimate: null, problem: error.message };
  }
}

function estimateOf(
  { plans, config }: DashboardProject,
  measured: ReadonlyMap<string, MeasuredDuration>,
  fromMs: number,
): CostEstimate {
  return estimateCost({ plans, config, measured, fromMs });
}

/** The median of each journey's newest runs, of all its regions together; none without a history. */
async function measuredDurations(
  { plans }: DashboardProject,
  store: Pick<RunStore, 'listSeries' | 'queryRuns'>,
): Promise<ReadonlyMap<string, MeasuredDuration>> {
  const names = new Set(plans.map(({ name }) => name));
  const series = (await store.listSeries()).filter(({ journey }) => names.has(journey));
  const share = Math.floor(MOST_RUNS / Math.max(1, series.length));
  const limit = Math.min(NEWEST_RUNS, Math.max(FEWEST_RUNS, share));
  const read = await mapBounded(series, CONCURRENCY, async (each) => ({
    journey: each.journey,
    runs: await store.queryRuns({ ...each, limit }),
  }));

  return new Map(
    [...names].flatMap((name) => {
      const runs = read.filter(({ journey }) => journey === name).flatMap((each) => each.runs);
      const { n, medianMs } = summariseDurations(runs);

      return medianMs === null ? [] : [[name, { medianMs, runs: n }] as const];
    }),
  );
}
