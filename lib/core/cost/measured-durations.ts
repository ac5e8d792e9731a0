import type { RunStore } from '../ports.ts';
import { summariseDurations } from '../record/series-summary.ts';
import { mapBounded } from '../base/map-bounded.ts';
import type { MeasuredDuration } from './estimate-cost.ts';

/** Newest runs of each journey and region that count: the current duration, not last month's. */
const NEWEST_RUNS = 200;
/** Limit over all journeys, shared equally, and the minimum for each. */
const MAX_RUNS = 5_000;
const MIN_RUNS = 10;
/** Concurrent queries. */
const CONCURRENCY = 8;

/**
 * The median duration of each journey's newest runs, over all regions in the store, for cost estimates.
 * A journey without a history has no entry.
 */
export async function measuredDurations(
  journeys: readonly string[],
  store: Pick<RunStore, 'listSeries' | 'queryRuns'>,
): Promise<ReadonlyMap<string, MeasuredDuration>> {
  const names = new Set(journeys);
  const series = (await store.listSeries()).filter(({ journey }) => names.has(journey));
  const share = Math.floor(MAX_RUNS / Math.max(1, series.length));
  const limit = Math.min(NEWEST_RUNS, Math.max(MIN_RUNS, share));
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
