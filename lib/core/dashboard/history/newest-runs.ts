import type { RunStore } from '../../ports.ts';
import type { SeriesMemory } from './history-cache.ts';
import type { StoredSlots } from './cached-slots.ts';
import { type OpenQuestion, readOpenRuns } from './open-runs.ts';
import { digestOf, type RunDigest } from './run-digest.ts';
import { DAY_MS, HOUR_MS } from '../../base/time.ts';

/** Runs that no rollup holds yet. */
export interface OpenRange extends OpenQuestion {
  /** Null: until now. */
  readonly untilMs: number | null;
  /** So much further back one more run is likely: then the newest of all need not be asked for. */
  readonly backMs: number;
}

/** How far before the end of what was rolled up its last run probably lies, by how many there were. */
export function oneRunBack({
  days,
  hours,
}: Record<'days' | 'hours', ReadonlyMap<number, StoredSlots>>): number {
  const [rolled, lengthMs] = hours.size > 0 ? [hours, HOUR_MS] : [days, DAY_MS];
  const last = [...rolled.values()].at(-1);
  const n = Object.values(last?.counts ?? {}).reduce((sum, each) => sum + each, 0);

  return n === 0 ? 0 : Math.ceil(lengthMs / n);
}

/**
 * The runs that no job has rolled up and, of now, some before them, newest first. Of a range that has
 * ended they are not worth keeping: mostly there are none.
 */
export async function openRuns(
  { untilMs, backMs, ...question }: OpenRange,
  memory: SeriesMemory,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<readonly RunDigest[]> {
  const { series, sinceMs, words } = question;
  if (untilMs === null) {
    const wide = { ...question, sinceMs: sinceMs - backMs };
    memory.runs = await readOpenRuns(memory.runs, wide, store);

    return [...memory.runs.digests.values()];
  }
  if (sinceMs >= untilMs) return [];
  const range = { since: new Date(sinceMs).toISOString(), until: new Date(untilMs).toISOString() };
  const records = await store.queryRuns({ ...series, ...range });

  return records.map((record) => digestOf(record, words));
}

/** The clocks of two machines differ by seconds; further ahead, one of them is wrong. */
const AHEAD_MS = 5 * 60_000;

/** The runs that may have been: one of a clock that is ahead would be the last for as long. */
export function runsOfNow(runs: readonly RunDigest[], nowMs: number): readonly RunDigest[] {
  return runs.filter(({ atMs }) => atMs < nowMs + AHEAD_MS);
}

/** The newest run, where none has come since the last hour that was rolled up: it is read once. */
export async function newestRun(
  { series, sinceMs, untilMs, words, nowMs }: OpenRange,
  memory: SeriesMemory,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<RunDigest | null> {
  const known = memory.newestBefore;
  if (untilMs === null && known?.untilMs === sinceMs) return known.digest;
  const until = new Date(nowMs + AHEAD_MS).toISOString();
  const [record] = await store.queryRuns({ ...series, until, limit: 1 });
  const digest = record === undefined ? null : digestOf(record, words);
  if (untilMs === null) memory.newestBefore = { untilMs: sinceMs, digest };

  return digest;
}

/**
 * After when no slot has a record; null: nobody knows of one. Where all runs since are on demand, that
 * is the end of what was rolled up (`rolledToMs`; null: nothing was).
 */
export function newestSlot(
  runs: readonly RunDigest[],
  newest: RunDigest | null,
  rolledToMs: number | null,
): number | null {
  const slot = runs.find(({ slotMs }) => slotMs !== null) ?? newest;

  return slot === null ? null : (slot.slotMs ?? rolledToMs);
}

/** The stages of some runs and of the newest. */
export function stagesOf(
  runs: readonly RunDigest[],
  newest: RunDigest | null,
): ReadonlySet<string> {
  const all = newest === null ? runs : [...runs, newest];

  return new Set(all.map(({ stage }) => stage));
}
