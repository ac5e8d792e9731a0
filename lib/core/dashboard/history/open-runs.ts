import type { RunStore } from '../../ports.ts';
import type { RunRecord } from '../../record/run-record.ts';
import type { SlotSeries } from '../../record/slot-series.ts';
import type { PageRange } from '../page-frame.ts';
import type { LastRun } from '../overview/overview-page.ts';
import type { SlotsByStart } from './cached-rollups.ts';
import { digestOf, lastRunOf, type RunDigest } from './run-digest.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoRange } from '../../base/time.ts';

/** The runs of a series since an instant, as they were read. */
export interface CachedRuns {
  readonly sinceMs: number;
  /** When all of them were read. */
  readonly readAtMs: number;
  /** By run id, newest first. */
  readonly digests: ReadonlyMap<string, RunDigest>;
}

/** The newest runs of hours that were rolled up, newest first. */
export interface CachedList extends PageRange {
  readonly readAtMs: number;
  readonly runs: readonly LastRun[];
}

/** A question for the runs that no job has rolled up yet. */
export interface OpenRunsQuestion {
  readonly series: SlotSeries;
  /** The end of what was rolled up. */
  readonly sinceMs: number;
  /** Null: until now. */
  readonly untilMs: number | null;
  /** One more run is likely in this time before `sinceMs`: it saves a query for the newest run. */
  readonly backMs: number;
  /** Metrics of the journey's budgets, such as `wait`. */
  readonly metrics: readonly string[];
  readonly nowMs: number;
}

/** After this time all runs are read again: those of rolled-up hours rarely change. */
const MAX_AGE_MS = 10 * MINUTE_MS;
/** Records come in about the order of their slots: a run takes 15 minutes at most. */
const OVERLAP_MS = 15 * MINUTE_MS;
/** The clocks of two machines differ by seconds; a clock that is further ahead is wrong. */
const MAX_AHEAD_MS = 5 * MINUTE_MS;
/** Runs of a list: a page of a table. */
const MAX_LISTED = 30;

/**
 * The runs since what was rolled up and, in a range that ends now, some before them; newest first.
 * A range that ended earlier is not cached: it rarely has such runs.
 */
export async function readOpenRuns(
  question: OpenRunsQuestion,
  cache: { runs: CachedRuns | null },
  store: Pick<RunStore, 'queryRuns'>,
): Promise<readonly RunDigest[]> {
  const { series, sinceMs, untilMs, backMs, metrics } = question;
  if (untilMs === null) {
    cache.runs = await refreshed(cache.runs, { ...question, sinceMs: sinceMs - backMs }, store);

    return [...cache.runs.digests.values()];
  }
  if (sinceMs >= untilMs) return [];
  const range = isoRange({ fromMs: sinceMs, toMs: untilMs });
  const records = await store.queryRuns({ ...series, ...range });

  return records.map((record) => digestOf(record, metrics));
}

/** Reads the last quarter of an hour again, in which records come late or replace others. */
async function refreshed(
  cached: CachedRuns | null,
  { series, sinceMs, metrics, nowMs }: OpenRunsQuestion,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<CachedRuns> {
  const isUsable =
    cached !== null && cached.sinceMs <= sinceMs && nowMs - cached.readAtMs < MAX_AGE_MS;
  const known = isUsable ? [...cached.digests].filter(([, { atMs }]) => atMs >= sinceMs) : [];
  const newestMs = Math.max(sinceMs, ...known.map(([, { atMs }]) => atMs));
  const fromMs = isUsable ? Math.max(sinceMs, newestMs - OVERLAP_MS) : sinceMs;
  const records = await store.queryRuns({ ...series, since: new Date(fromMs).toISOString() });
  const digests = new Map(known);
  for (const record of records) {
    const old = cached?.digests.get(record.runId);
    digests.set(record.runId, old && isSame(old, record) ? old : digestOf(record, metrics));
  }
  const newestFirst = [...digests].toSorted(([, one], [, other]) => other.atMs - one.atMs);

  return { sinceMs, readAtMs: isUsable ? cached.readAtMs : nowMs, digests: new Map(newestFirst) };
}

/** A record of higher rank may have replaced one without measurements. */
function isSame({ run }: RunDigest, record: RunRecord): boolean {
  return (
    run.outcome === record.outcome &&
    run.cause === record.cause &&
    run.startedAt === record.startedAt &&
    run.durationMs === record.durationMs
  );
}

/** The mean time between the runs of the last hour or day that was rolled up; 0: it had none. */
export function runGapMs({ days, hours }: Record<'days' | 'hours', SlotsByStart>): number {
  const [rolled, lengthMs] = hours.size > 0 ? [hours, HOUR_MS] : [days, DAY_MS];
  const last = [...rolled.values()].at(-1);
  const n = Object.values(last?.counts ?? {}).reduce((sum, each) => sum + each, 0);

  return n === 0 ? 0 : Math.ceil(lengthMs / n);
}

/** The runs up to now: a run of a clock that is ahead would be the newest one for as long. */
export function runsUntil(runs: readonly RunDigest[], nowMs: number): readonly RunDigest[] {
  return runs.filter(({ atMs }) => atMs < nowMs + MAX_AHEAD_MS);
}

/** The newest run of a series up to now; null: it has none. */
export async function readNewestRun(
  { series, metrics, nowMs }: OpenRunsQuestion,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<RunDigest | null> {
  const until = new Date(nowMs + MAX_AHEAD_MS).toISOString();
  const [record] = await store.queryRuns({ ...series, until, limit: 1 });

  return record === undefined ? null : digestOf(record, metrics);
}

/** Which runs to list: the newest of a range. */
export interface ListQuestion {
  readonly series: SlotSeries;
  readonly range: PageRange;
  /** The end of what was rolled up: later runs are `known`. */
  readonly sinceMs: number;
  /** Newest first. */
  readonly known: readonly RunDigest[];
  readonly nowMs: number;
}

/** The newest runs of a range, newest first, at most 30; on-demand runs are among them. */
export async function listRuns(
  { series, range, sinceMs, known, nowMs }: ListQuestion,
  cache: { list: CachedList | null },
  store: Pick<RunStore, 'queryRuns'>,
): Promise<readonly LastRun[]> {
  const open = known
    .filter(({ atMs }) => atMs >= sinceMs && atMs < range.toMs)
    .map(({ run }) => run)
    .slice(0, MAX_LISTED);
  const older = { fromMs: range.fromMs, toMs: Math.min(sinceMs, range.toMs) };
  if (open.length === MAX_LISTED || older.fromMs >= older.toMs) return open;
  let list = cache.list;
  const isSameRange = list?.fromMs === older.fromMs && list.toMs === older.toMs;
  if (list === null || !isSameRange || nowMs - list.readAtMs >= MAX_AGE_MS) {
    // Decoding 30 records takes longer than all other parts of a cached page.
    const records = await store.queryRuns({ ...series, ...isoRange(older), limit: MAX_LISTED });
    list = { ...older, readAtMs: nowMs, runs: records.map(lastRunOf) };
    cache.list = list;
  }

  return [...open, ...list.runs].slice(0, MAX_LISTED);
}
