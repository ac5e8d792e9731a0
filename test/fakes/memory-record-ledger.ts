import type { RecordLedger } from '../../lib/core/ports.ts';
import { rankNumber } from '../../lib/core/record/record-rank.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { LEASE_MS } from '../../lib/core/deploy/platform-functions.ts';

/** A run's item, as far as the ledger goes. */
export interface LedgerItem {
  readonly record: RunRecord;
  readonly rank: number;
  readonly leaseUntilMs: number | null;
  readonly counted: boolean;
}

/** Keeps records by run id in the given map, and nothing after that. */
export function memoryRecordLedger(items: Map<string, LedgerItem> = new Map()): RecordLedger {
  return {
    claim: async ({ record, rank, publishes }, nowMs) => {
      const old = items.get(record.runId);
      const wanted = rankNumber(rank);
      if (old !== undefined && !mayClaim(old, wanted, nowMs)) {
        const isSettled = old.rank > wanted || (old.rank === wanted && old.leaseUntilMs === null);
        return { kind: isSettled ? 'settled' : 'busy' };
      }
      const counted = old?.counted ?? false;
      const leaseUntilMs = publishes ? nowMs + LEASE_MS : null;
      items.set(record.runId, { record, rank: wanted, leaseUntilMs, counted });

      return leaseUntilMs === null ? { kind: 'settled' } : { kind: 'mine', leaseUntilMs, counted };
    },
    settle: async ({ runId }, leaseUntilMs) => {
      const old = items.get(runId);
      if (old?.leaseUntilMs !== leaseUntilMs) return false;
      items.set(runId, { ...old, leaseUntilMs: null, counted: true });

      return true;
    },
  };
}

function mayClaim({ rank, leaseUntilMs }: LedgerItem, wanted: number, nowMs: number): boolean {
  const isAbandoned = leaseUntilMs !== null && leaseUntilMs <= nowMs;

  return rank < wanted ? leaseUntilMs === null || isAbandoned : rank === wanted && isAbandoned;
}
