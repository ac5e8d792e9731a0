import type {
  Dated,
  MetricRollup,
  PartsRollup,
  RollupRange,
  RollupSpan,
  RollupStore,
} from '../../rollup/rollup.ts';
import type { SlotSeries } from '../../record/slot-series.ts';
import type { StoredSlots } from './cached-slots.ts';
import { DAY_MS, HOUR_MS } from '../../base/time.ts';

/** What pages are made of: values of a metric, or where the time went. */
export type PageRollup = MetricRollup | PartsRollup;

/** A rollup that was read, and what its slots said of their content then. */
interface Kept {
  readonly content: string;
  readonly rollup: PageRollup | null;
}

/** Rollups of a series that were read: by metric (`null`: time parts) and span, then by start. */
export type KeptRollups = Map<string, Map<number, Kept>>;

/** Which rollups of a series are asked for: those of these slots. */
export interface RollupsQuestion {
  readonly series: SlotSeries;
  readonly span: RollupSpan;
  /** By their start. */
  readonly slots: ReadonlyMap<number, StoredSlots>;
}

/**
 * The values of a metric in some slots. What was read before is good for as long as the slots'
 * content is the same, which is told by the slots alone: it changes whenever any rollup beside them
 * does.
 */
export async function readMetric(
  kept: KeptRollups,
  { metric, ...question }: RollupsQuestion & { readonly metric: string },
  rollups: Pick<RollupStore, 'metric'>,
): Promise<ReadonlyMap<number, MetricRollup>> {
  const { series, span, slots } = question;
  const those = new Map([...slots].filter(([, { metrics }]) => metrics.has(metric)));

  return await readKept(
    shelf(kept, metric, span),
    { span, slots: those },
    async (range) => await rollups.metric({ ...series, metric }, span, range),
  );
}

/** Where the time of some slots' runs went, kept as {@link readMetric} does. */
export async function readParts(
  kept: KeptRollups,
  { series, span, slots }: RollupsQuestion,
  rollups: Pick<RollupStore, 'parts'>,
): Promise<ReadonlyMap<number, PartsRollup>> {
  const those = new Map([...slots].filter(([, { timed }]) => timed > 0));

  return await readKept(
    shelf(kept, null, span),
    { span, slots: those },
    async (range) => await rollups.parts(series, span, range),
  );
}

function shelf(kept: KeptRollups, metric: string | null, span: RollupSpan): Map<number, Kept> {
  const key = JSON.stringify([metric, span]);
  const own = kept.get(key) ?? new Map<number, Kept>();
  kept.set(key, own);

  return own;
}

async function readKept<R extends PageRollup>(
  shelved: Map<number, Kept>,
  { span, slots }: Pick<RollupsQuestion, 'span' | 'slots'>,
  query: (range: RollupRange) => Promise<readonly Dated<R>[]>,
): Promise<ReadonlyMap<number, R>> {
  const stale = [...slots]
    .filter(([startMs, { content }]) => shelved.get(startMs)?.content !== content)
    .map(([startMs]) => startMs);
  const [first, last] = [stale[0], stale.at(-1)];
  if (first !== undefined && last !== undefined) {
    const endMs = last + (span === 'day' ? DAY_MS : HOUR_MS);
    const read = await query({
      since: new Date(first).toISOString(),
      until: new Date(endMs).toISOString(),
    });
    const found = new Map(read.map(({ startsAt, rollup }) => [Date.parse(startsAt), rollup]));
    for (const startMs of stale) {
      const content = slots.get(startMs)?.content ?? '';
      shelved.set(startMs, { content, rollup: found.get(startMs) ?? null });
    }
  }

  return new Map(
    [...slots.keys()].flatMap((startMs) => {
      const rollup = shelved.get(startMs)?.rollup ?? null;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a shelf holds one kind
      return rollup === null ? [] : [[startMs, rollup as R] as const];
    }),
  );
}
