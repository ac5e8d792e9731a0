import type { RunStore } from '../../ports.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { seriesId, type SlotSeries } from '../../record/slot-series.ts';
import { instantOfRunId } from '../../store/run-id.ts';

/** Finds the runs that were recorded since the last query. */
export interface RunWatch {
  /** Oldest first. A run whose record was replaced by another is among them again. */
  newRuns(nowMs: number): Promise<readonly RunRecord[]>;
  /** Series of the last query. */
  seriesCount(): number;
}

/** The runs that the last query of a series returned. */
interface Seen {
  readonly newestMs: number;
  readonly runs: ReadonlySet<string>;
}

/** Records come in about the order of their slots: some runs take minutes longer than others. */
const OVERLAP_MS = 5 * 60_000;
/** After a long pause only runs of this time are reported: pages were read again meanwhile. */
const MAX_BACK_MS = 15 * 60_000;
const CONCURRENCY = 8;

/**
 * Watches all series of a store, with one query for each. The first query reports the runs that ended
 * after `fromMs`.
 */
export function runWatch(
  store: Pick<RunStore, 'listSeries' | 'queryRuns'>,
  fromMs: number,
): RunWatch {
  const seen = new Map<string, Seen>();

  async function newRunsOf(series: SlotSeries, nowMs: number): Promise<readonly RunRecord[]> {
    const known = seen.get(seriesId(series));
    const newestMs = known?.newestMs ?? 0;
    const sinceMs = Math.max(newestMs, nowMs - MAX_BACK_MS) - OVERLAP_MS;
    const runs = await store.queryRuns({ ...series, since: new Date(sinceMs).toISOString() });
    // A run of a clock that is ahead would hide all others until its instant.
    const instants = runs.map(instantOf).filter((atMs) => atMs <= nowMs);
    seen.set(seriesId(series), {
      newestMs: Math.max(newestMs, ...instants),
      runs: new Set(runs.map(markOf)),
    });

    return runs.filter((run) =>
      known === undefined ? endOf(run) >= fromMs : !known.runs.has(markOf(run)),
    );
  }

  return {
    newRuns: async (nowMs) => {
      const series = await store.listSeries();
      const fresh = await mapBounded(series, CONCURRENCY, (each) => newRunsOf(each, nowMs));

      return fresh.flat().toSorted((one, other) => instantOf(one) - instantOf(other));
    },
    seriesCount: () => seen.size,
  };
}

function markOf({ runId, outcome, cause }: RunRecord): string {
  return JSON.stringify([runId, outcome, cause]);
}

function instantOf({ runId }: RunRecord): number {
  return Date.parse(instantOfRunId(runId));
}

function endOf({ startedAt, durationMs }: RunRecord): number {
  return Date.parse(startedAt) + durationMs;
}
