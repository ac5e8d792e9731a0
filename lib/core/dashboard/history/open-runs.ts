import type { RunStore } from '../../ports.ts';
import type { RunRecord } from '../../record/run-record.ts';
import type { SlotSeries } from '../../record/slot-series.ts';
import { digestOf, type RunDigest } from './run-digest.ts';

/** The runs of a series since an instant, as they were read. */
export interface KeptRuns {
  readonly sinceMs: number;
  /** When all of them were read. */
  readonly readAtMs: number;
  readonly digests: ReadonlyMap<string, RunDigest>;
}

/** Which runs are asked for. */
export interface OpenQuestion {
  readonly series: SlotSeries;
  readonly sinceMs: number;
  /** Words of the journey's budgets, such as `wait`. */
  readonly words: readonly string[];
  readonly nowMs: number;
}

/** After this long all runs are read again, whatever is known. */
const KEPT_MS = 10 * 60_000;
/** Records come in about the order of their slots: a run takes 15 minutes at most. */
const OVERLAP_MS = 15 * 60_000;

/**
 * The runs since an instant, newest first. Those that were read before are not read again, but for
 * the last quarter of an hour, in which records may come late or take the place of others.
 */
export async function readOpenRuns(
  kept: KeptRuns | null,
  { series, sinceMs, words, nowMs }: OpenQuestion,
  store: Pick<RunStore, 'queryRuns'>,
): Promise<KeptRuns> {
  const isGood = kept !== null && kept.sinceMs <= sinceMs && nowMs - kept.readAtMs < KEPT_MS;
  const known = isGood ? kept.digests : new Map<string, RunDigest>();
  const newestMs = Math.max(sinceMs, ...[...known.values()].map(({ atMs }) => atMs));
  const fromMs = isGood ? Math.max(sinceMs, newestMs - OVERLAP_MS) : sinceMs;
  const records = await store.queryRuns({ ...series, since: new Date(fromMs).toISOString() });
  const digests = new Map([...known].filter(([, { atMs }]) => atMs >= sinceMs));
  for (const record of records) {
    const old = kept?.digests.get(record.runId);
    digests.set(record.runId, old && isSame(old, record) ? old : digestOf(record, words));
  }
  const newestFirst = [...digests].toSorted(([, one], [, other]) => other.atMs - one.atMs);

  return { sinceMs, readAtMs: isGood ? kept.readAtMs : nowMs, digests: new Map(newestFirst) };
}

/** A record of higher rank may have taken the place of one that said nothing. */
function isSame({ run }: RunDigest, record: RunRecord): boolean {
  return (
    run.outcome === record.outcome &&
    run.cause === record.cause &&
    run.startedAt === record.startedAt &&
    run.durationMs === record.durationMs
  );
}
