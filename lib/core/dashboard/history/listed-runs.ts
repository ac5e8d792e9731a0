import type { RunStore } from '../../ports.ts';
import type { SlotSeries } from '../../record/slot-series.ts';
import { isoRange } from '../../trends/trend-range.ts';
import type { LastRun } from '../overview/overview-page.ts';
import type { PageRange } from '../page-frame.ts';
import { lastRunOf, type RunDigest } from './run-digest.ts';

/** The newest runs of a stretch of time as they were read, newest first. */
export interface KeptList extends PageRange {
  readonly readAtMs: number;
  readonly runs: readonly LastRun[];
}

/** Which runs are listed. */
export interface ListQuestion {
  readonly series: SlotSeries;
  readonly range: PageRange;
  /** Where what was rolled up ends: runs from there on are known. */
  readonly sinceMs: number;
  readonly known: readonly RunDigest[];
  readonly nowMs: number;
}

/** Runs of a list: a page of a table. */
export const MAX_RUNS = 30;
/** Runs of hours that were rolled up hardly change. */
const KEPT_MS = 10 * 60_000;

/** The newest runs of a range, newest first, on demand or not. */
export async function listRuns(
  { series, range, sinceMs, known, nowMs }: ListQuestion,
  memory: { older: KeptList | null },
  store: Pick<RunStore, 'queryRuns'>,
): Promise<readonly LastRun[]> {
  const open = known
    .filter(({ atMs }) => atMs >= sinceMs && atMs < range.toMs)
    .map(({ run }) => run)
    .slice(0, MAX_RUNS);
  const older = { fromMs: range.fromMs, toMs: Math.min(sinceMs, range.toMs) };
  if (open.length === MAX_RUNS || older.fromMs >= older.toMs) return open;
  const kept = memory.older;
  const isGood =
    kept?.fromMs === older.fromMs && kept.toMs === older.toMs && nowMs - kept.readAtMs < KEPT_MS;
  if (!isGood) {
    const records = await store.queryRuns({ ...series, ...isoRange(older), limit: MAX_RUNS });
    memory.older = { ...older, readAtMs: nowMs, runs: records.map(lastRunOf) };
  }

  return [...open, ...(memory.older?.runs ?? [])].slice(0, MAX_RUNS);
}
