import type { RunStore } from '../../lib/core/ports.ts';
import { ownRank, rankNumber } from '../../lib/core/record/record-rank.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { fitRecord } from '../../lib/core/store/fit-record.ts';
import { runKey, runPartition, sortKeyRange } from '../../lib/core/store/keys.ts';
import type { ItemKey } from '../../lib/core/store/keys.ts';

type StoredRun = ItemKey & { readonly record: RunRecord };

/** Keeps records in memory, and nothing after that. */
export function memoryRunStore(): RunStore {
  const items = new Map<string, StoredRun>();

  return {
    putRun: async (record) => {
      const { pk, sk } = runKey(record);
      const old = items.get(pk + sk);
      if (old && rankNumber(ownRank(old.record)) >= rankNumber(ownRank(record))) return false;
      items.set(pk + sk, { pk, sk, record: structuredClone(fitRecord(record)) });

      return true;
    },
    getRun: async (journey, region, runId) => {
      const { pk, sk } = runKey({ journey, region, runId });

      return items.get(pk + sk)?.record ?? null;
    },
    queryRuns: async ({ journey, region, order, limit = Infinity, ...instants }) => {
      if (!(limit >= 0)) throw new RangeError(`Cannot query ${limit} runs`);
      const [pk, range] = [runPartition(journey, region), sortKeyRange(instants)];
      const found = sorted(items).filter(
        (item) => item.pk === pk && range !== null && item.sk > range.from && item.sk < range.to,
      );
      const runs = found.map((item) => item.record);

      return (order === 'oldest-first' ? runs : runs.toReversed()).slice(0, limit);
    },
    listSeries: async () => {
      const series = sorted(items).map(({ pk, record: { journey, region } }) => {
        return [pk, { journey, region }] as const;
      });

      return [...new Map(series).values()];
    },
  };
}

function sorted(items: ReadonlyMap<string, StoredRun>): readonly StoredRun[] {
  return [...items.values()].toSorted((a, b) => (a.sk < b.sk ? -1 : 1));
}
