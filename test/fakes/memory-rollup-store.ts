import type { Dated, Rollup, RollupRange, RollupStore } from '../../lib/core/rollup/rollup.ts';
import { rollupKey, rollupKeyRange, rollupPartition } from '../../lib/core/rollup/rollup-keys.ts';

/** Keeps rollups in memory; counts the rollups that were put and the queries. */
export function memoryRollupStore(): RollupStore & { puts: number; queries: number } {
  const items = new Map<string, Dated<Rollup> & { readonly pk: string; readonly sk: string }>();
  const counted = { puts: 0, queries: 0 };

  function read<K extends Rollup['kind']>(
    pk: string,
    { kind, metric }: { readonly kind: K; readonly metric: string | null },
    range: RollupRange,
  ): readonly Dated<Extract<Rollup, { readonly kind: K }>>[] {
    counted.queries += 1;
    const keys = rollupKeyRange({ kind, metric }, range) ?? { from: '', to: '' };

    return [...items.values()]
      .filter((item) => item.pk === pk && item.sk >= keys.from && item.sk < keys.to)
      .toSorted((a, b) => (a.sk < b.sk ? -1 : 1))
      .map(({ startsAt, rollup }) => ({ startsAt, rollup }))
      .filter((dated): dated is Dated<Extract<Rollup, { readonly kind: K }>> => {
        return dated.rollup.kind === kind;
      });
  }

  return Object.assign(counted, {
    slots: async (...[series, span, range]: Parameters<RollupStore['slots']>) =>
      read(rollupPartition(series, span), { kind: 'slots', metric: null }, range),
    metric: async (...[series, span, range]: Parameters<RollupStore['metric']>) =>
      read(rollupPartition(series, span), { kind: 'metric', metric: series.metric }, range),
    parts: async (...[series, span, range]: Parameters<RollupStore['parts']>) =>
      read(rollupPartition(series, span), { kind: 'parts', metric: null }, range),
    facts: async (...[series, span, range]: Parameters<RollupStore['facts']>) =>
      read(rollupPartition(series, span), { kind: 'facts', metric: null }, range),
    put: async (...[series, put]: Parameters<RollupStore['put']>) => {
      counted.puts += put.length;
      for (const item of put) {
        const { pk, sk } = rollupKey(series, item);
        const { startsAt, rollup } = structuredClone(item);
        items.set(`${pk} ${sk}`, { pk, sk, startsAt, rollup });
      }
    },
  });
}
