import type {
  Dated,
  Rollup,
  RollupRange,
  RollupSpan,
  RollupStore,
} from '../../core/rollup/rollup.ts';
import { rollupKeyRange, rollupPartition, type RollupWhat } from '../../core/rollup/rollup-keys.ts';
import type { SlotSeries } from '../../core/record/slot-series.ts';
import { putMany } from './put-many.ts';
import { readPartition } from './query-pages.ts';
import { readableItems } from './readable-items.ts';
import { type Attributes, DECODE_ROLLUP, encodeRollup } from './rollup-item.ts';
import { type DynamoTableOptions, tableBackend } from './table-backend.ts';

/** Stores rollups in the table of runs. */
export function dynamoRollupStore(options: DynamoTableOptions): RollupStore {
  const backend = tableBackend(options);

  async function read<R extends Rollup>(
    { series, span, range, what }: RollupQuery,
    decode: (item: Attributes) => Dated<R>,
  ): Promise<readonly Dated<R>[]> {
    const keys = rollupKeyRange(what, range);
    if (keys === null) return [];
    const items = await readPartition(
      backend,
      `read the rollups of "${series.journey}" in ${series.region}`,
      { pk: rollupPartition(series, span), ...keys },
    );

    const wanted = items.filter(({ sk }) => sk !== keys.to);

    return readableItems(wanted, decode, backend.onUnreadable);
  }

  return {
    slots: async (series, span, range) =>
      await read({ series, span, range, what: of('slots') }, DECODE_ROLLUP.slots),
    metric: async ({ metric, ...series }, span, range) =>
      await read({ series, span, range, what: { kind: 'metric', metric } }, DECODE_ROLLUP.metric),
    parts: async (series, span, range) =>
      await read({ series, span, range, what: of('parts') }, DECODE_ROLLUP.parts),
    facts: async (series, span, range) =>
      await read({ series, span, range, what: of('facts') }, DECODE_ROLLUP.facts),
    put: async (series, items) => {
      await putMany(
        backend,
        `store rollups of "${series.journey}" in ${series.region}`,
        items.map((item) => encodeRollup(series, item)),
      );
    },
  };
}

interface RollupQuery {
  readonly series: SlotSeries;
  readonly span: RollupSpan;
  readonly range: RollupRange;
  readonly what: RollupWhat;
}

function of(kind: Exclude<Rollup['kind'], 'metric'>): RollupWhat {
  return { kind, metric: null };
}
