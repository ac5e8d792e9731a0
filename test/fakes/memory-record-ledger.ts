import type { RankedRecord, RecordLedger } from '../../lib/core/ports.ts';
import { isMeasured, rankNumber } from '../../lib/core/record/record-rank.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { LEASE_MS } from '../../lib/core/deploy/platform-functions.ts';

/** A run's item, as far as the ledger goes. */
export interface LedgerItem {
  readonly record: RunRecord;
  readonly rank: number;
  readonly leaseUntilMs: number | null;
  readonly counted: boolean;
  readonly measured: boolean;
}

const RUN = rankNumber('run');

/** Keeps records by run id in the given map, and nothing after that. */
export function memoryRecordLedger(items: Map<string, LedgerItem> = new Map()): RecordLedger {
  return {
    claim: async (entry, nowMs) => {
      const { record, rank, publishes } = entry;
      const old = items.get(record.runId) ?? null;
      const rejection = old === null ? null : rejectionOf(old, entry, nowMs);
      if (rejection !== null) return { kind: rejection };
      const { counted, measured } = old ?? NOTHING_PUBLISHED;
      const leaseUntilMs = publishes ? nowMs + LEASE_MS : null;
      const item = { record, rank: rankNumber(rank), leaseUntilMs, counted, measured };
      items.set(record.runId, item);

      return leaseUntilMs === null
        ? { kind: 'settled' }
        : { kind: 'mine', leaseUntilMs, counted, measured };
    },
    settle: async ({ record: { runId }, rank }, leaseUntilMs) => {
      const old = items.get(runId);
      if (old?.leaseUntilMs !== leaseUntilMs) return false;
      const measured = old.measured || isMeasured(rank);
      items.set(runId, { ...old, leaseUntilMs: null, counted: true, measured });

      return true;
    },
  };
}

const NOTHING_PUBLISHED = { counted: false, measured: false };

function rejectionOf(
  old: LedgerItem,
  { record, rank }: RankedRecord,
  nowMs: number,
): 'settled' | 'busy' | null {
  const wanted = rankNumber(rank);
  const { leaseUntilMs } = old;
  if (old.rank > wanted) return 'settled';
  const isOfAnother = old.record.startedAt !== record.startedAt;
  if (leaseUntilMs !== null) {
    if (old.measured && isOfAnother) return 'settled';

    return leaseUntilMs <= nowMs ? null : 'busy';
  }

  return old.rank === wanted || (old.rank === RUN && isOfAnother) ? 'settled' : null;
}
