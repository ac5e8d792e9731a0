import type { RecordLedger, RunStore } from '../../../../lib/core/ports.ts';
import { rankNumber } from '../../../../lib/core/record/record-rank.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { type LedgerItem, memoryRecordLedger } from '../../../fakes/memory-record-ledger.ts';

/** The records of the one table, as the recorder and the jobs see them. */
export interface SimulatedTable {
  readonly ledger: RecordLedger;
  readonly runs: Pick<RunStore, 'queryRuns' | 'putRun'>;
  /** When a slot's first record that is not `missing` was stored; undefined: there is none. */
  recordedAtMs(runId: string): number | undefined;
  recordOf(runId: string): RunRecord | undefined;
  /** Items that were written. */
  writes(): number;
}

interface IndexedRun {
  readonly slotMs: number;
  readonly runId: string;
}

/** Keeps records once for both ports, with an index by series, because weeks of them are queried hourly. */
export function simulatedTable(nowMs: () => number): SimulatedTable {
  const items = new Map<string, LedgerItem>();
  const series = new Map<string, IndexedRun[]>();
  const recorded = new Map<string, number>();
  const ledger = memoryRecordLedger(items);
  let writes = 0;

  function index(record: RunRecord, isNew: boolean): void {
    writes += 1;
    if (record.outcome !== 'missing' && !recorded.has(record.runId)) {
      recorded.set(record.runId, nowMs());
    }
    if (!isNew || record.scheduledAt === null) return;
    const key = `${record.journey}#${record.region}`;
    const runs = series.get(key) ?? [];
    series.set(key, runs);
    const slotMs = Date.parse(record.scheduledAt);
    runs.splice(firstFrom(runs, slotMs), 0, { slotMs, runId: record.runId });
  }

  return {
    recordedAtMs: (runId) => recorded.get(runId),
    recordOf: (runId) => items.get(runId)?.record,
    writes: () => writes,
    ledger: {
      claim: async (entry, atMs) => {
        const { runId } = entry.record;
        const before = items.get(runId);
        const result = await ledger.claim(entry, atMs);
        if (items.get(runId) !== before) index(entry.record, before === undefined);

        return result;
      },
      settle: async (record, leaseUntilMs) => {
        writes += 1;

        return ledger.settle(record, leaseUntilMs);
      },
    },
    runs: {
      putRun: async (record) => {
        const before = items.get(record.runId);
        const rank = rankNumber('missing');
        if (before !== undefined && before.rank >= rank) return false;
        items.set(record.runId, {
          record,
          rank,
          leaseUntilMs: null,
          counted: false,
          measured: false,
        });
        index(record, before === undefined);

        return true;
      },
      queryRuns: async ({ journey, region, since, until }) => {
        const runs = series.get(`${journey}#${region}`) ?? [];
        const from = since === undefined ? 0 : firstFrom(runs, Date.parse(since));
        const to = until === undefined ? runs.length : firstFrom(runs, Date.parse(until));

        return runs.slice(from, to).flatMap(({ runId }) => items.get(runId)?.record ?? []);
      },
    },
  };
}

function firstFrom(runs: readonly IndexedRun[], slotMs: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.slotMs ?? Infinity) < slotMs) low = middle + 1;
    else high = middle;
  }

  return low;
}
