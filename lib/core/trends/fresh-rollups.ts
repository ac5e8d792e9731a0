import type { RunStore } from '../ports.ts';
import { rollUpSeries } from '../rollup/roll-up-series.ts';
import type {
  Dated,
  HistogramCodec,
  Rollup,
  RollupItem,
  RollupRange,
  RollupSpan,
  RollupStore,
} from '../rollup/rollup.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { DAY_MS, HOUR_MS, isoRange, type TimeRange } from '../base/time.ts';

/** A series whose rollups are to be as new as its runs, and the range of whole hours. */
export interface FreshSeries extends SlotSeries, TimeRange {
  /** Metrics of the journey's budgets, such as `wait`. */
  readonly extraMetrics: readonly string[];
}

/** Hours that no job had rolled up, of which there are runs. */
export interface StaleHours extends SlotSeries {
  readonly hours: number;
  /** ISO 8601: where the stored rollups end; null: there are none. */
  readonly since: string | null;
}

/** A store in front of another: new rollups stay in memory, and the other store is only read. */
export function overlayRollups(base: RollupStore): RollupStore {
  const put = new Map<string, Map<string, Rollup>>();

  function over<R extends Rollup>(
    { series, span, range, ...query }: Address & { readonly kind: R['kind'] },
    stored: readonly Dated<R>[],
  ): readonly Dated<R>[] {
    const all = new Map(stored.map((each) => [each.startsAt, each.rollup]));
    for (const [startsAt, rollup] of put.get(keyOf(series, { span, ...query })) ?? []) {
      if (startsAt < range.since || startsAt >= range.until) continue;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the key has its kind
      all.set(startsAt, rollup as R);
    }

    return [...all]
      .map(([startsAt, rollup]) => ({ startsAt, rollup }))
      .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  }

  return {
    slots: async (series, span, range) =>
      over(
        { series, span, range, metric: null, kind: 'slots' },
        await base.slots(series, span, range),
      ),
    metric: async (series, span, range) =>
      over(
        { series, span, range, metric: series.metric, kind: 'metric' },
        await base.metric(series, span, range),
      ),
    parts: async (series, span, range) =>
      over(
        { series, span, range, metric: null, kind: 'parts' },
        await base.parts(series, span, range),
      ),
    facts: async (series, span, range) =>
      over(
        { series, span, range, metric: null, kind: 'facts' },
        await base.facts(series, span, range),
      ),
    put: async (series, items) => {
      for (const { span, metric, rollup, startsAt } of items) {
        const key = keyOf(series, { span, metric, kind: rollup.kind });
        put.set(key, (put.get(key) ?? new Map<string, Rollup>()).set(startsAt, rollup));
      }
    },
  };
}

interface Address {
  readonly series: SlotSeries;
  readonly span: RollupSpan;
  readonly range: RollupRange;
  readonly metric: string | null;
}

function keyOf(
  { journey, region }: SlotSeries,
  { span, metric, kind }: Pick<RollupItem, 'span' | 'metric'> & { readonly kind: Rollup['kind'] },
): string {
  return JSON.stringify([journey, region, span, metric, kind]);
}

/**
 * Rolls up the runs of hours that no job has rolled up yet, such as those since `waywiser dev` was
 * stopped, day by day, and returns how many hours had runs. `rollups` is written to.
 */
export async function rollUpMissing(
  series: FreshSeries,
  ports: {
    readonly store: Pick<RunStore, 'queryRuns'>;
    readonly rollups: RollupStore;
    readonly histograms: HistogramCodec;
  },
): Promise<StaleHours> {
  const { journey, region, fromMs, toMs, extraMetrics } = series;
  const address = { journey, region };
  const stored = await ports.rollups.slots(address, 'hour', isoRange({ fromMs, toMs }));
  const since = stored.at(-1)?.startsAt ?? null;
  const firstMs = since === null ? fromMs : Date.parse(since) + HOUR_MS;
  const hours = new Set<string>();

  async function rollUp(window: TimeRange): Promise<void> {
    const records = await ports.store.queryRuns({
      ...address,
      ...isoRange(window),
      order: 'oldest-first',
    });
    for (const { scheduledAt } of records) if (scheduledAt !== null) hours.add(hourOf(scheduledAt));
    await rollUpSeries(address, { records, window, extraMetrics }, ports);
  }

  if (since !== null) {
    // The day of the last hour may have ended without a rollup of its own, though nothing came since.
    const endMs = endOfDay(Date.parse(since));
    if (firstMs === endMs) {
      const window = { fromMs: endMs - DAY_MS, toMs: endMs };
      await rollUpSeries(address, { records: [], window, extraMetrics }, ports);
    } else if (firstMs < toMs) {
      await rollUp({ fromMs: firstMs, toMs: Math.min(toMs, endMs) });
    }
  }
  const range = { fromMs: since === null ? fromMs : endOfDay(Date.parse(since)), toMs };
  let nextMs = (await oldestRunMs(address, range, ports)) ?? toMs;
  while (nextMs < toMs) {
    const endMs = Math.min(toMs, endOfDay(nextMs));
    await rollUp({ fromMs: nextMs, toMs: endMs });
    nextMs = endMs;
  }

  return { ...address, hours: hours.size, since };
}

function endOfDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS + DAY_MS;
}

/** The hour of the first run in a range; null: there is none. */
async function oldestRunMs(
  series: SlotSeries,
  { fromMs, toMs }: TimeRange,
  { store }: { readonly store: Pick<RunStore, 'queryRuns'> },
): Promise<number | null> {
  if (fromMs >= toMs) return null;
  const [oldest] = await store.queryRuns({
    ...series,
    ...isoRange({ fromMs, toMs }),
    order: 'oldest-first',
    limit: 1,
  });
  if (oldest === undefined) return null;

  return Math.floor(Date.parse(oldest.scheduledAt ?? oldest.startedAt) / HOUR_MS) * HOUR_MS;
}

function hourOf(instant: string): string {
  return instant.slice(0, '2026-11-22T16'.length);
}
