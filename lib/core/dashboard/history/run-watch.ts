import type { RunStore } from '../../ports.ts';
import type { RunRecord } from '../../record/run-record.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { seriesId, type SlotSeries } from '../../record/slot-series.ts';
import { instantOfRunId } from '../../store/run-id.ts';

/** Looks for runs that came since it looked last. */
export interface RunWatch {
  /** Oldest first. A run whose record another took the place of has come again. */
  look(nowMs: number): Promise<readonly RunRecord[]>;
  /** How many series the last look asked for. */
  size(): number;
}

/** What was seen of a series. */
interface Seen {
  readonly newestMs: number;
  readonly runs: ReadonlySet<string>;
}

/** Records come in about the order of their slots: some run for minutes beside others. */
const OVERLAP_MS = 5 * 60_000;
/** Who looks after a long time is told of no more: pages were read anew meanwhile. */
const MAX_BACK_MS = 15 * 60_000;
const CONCURRENCY = 8;

/**
 * Watches all series of a store: one question a series and look. Of runs that were there before the
 * first look, those are told that ended after `fromMs`.
 */
export function runWatch(
  store: Pick<RunStore, 'listSeries' | 'queryRuns'>,
  fromMs: number,
): RunWatch {
  const seen = new Map<string, Seen>();

  async function lookAt(series: SlotSeries, nowMs: number): Promise<readonly RunRecord[]> {
    const known = seen.get(seriesId(series));
    const newestMs = known?.newestMs ?? 0;
    const sinceMs = Math.max(newestMs, nowMs - MAX_BACK_MS) - OVERLAP_MS;
    const runs = await store.queryRuns({ ...series, since: new Date(sinceMs).toISOString() });
    // A run of a clock that is ahead would hide all others until then.
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
    look: async (nowMs) => {
      const series = await store.listSeries();
      const fresh = await mapBounded(series, CONCURRENCY, (each) => lookAt(each, nowMs));

      return fresh.flat().toSorted((one, other) => instantOf(one) - instantOf(other));
    },
    size: () => seen.size,
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
