import type { SlotSeries } from '../record/slot-series.ts';
import type { FactsRollup, MetricRollup, PartsRollup, Rollup, SlotsRollup } from './rollup.ts';

/** Whether a rollup is of an hour or of a day. */
export type RollupSpan = 'hour' | 'day';

/** `since` inclusive, `until` exclusive, ISO 8601. */
export interface RollupRange {
  readonly since: string;
  readonly until: string;
}

/** The rollup that begins at an instant. */
export interface Dated<R extends Rollup> {
  /** ISO 8601, on the hour, or at midnight in UTC. */
  readonly startsAt: string;
  readonly rollup: R;
}

/** A rollup with the address it is kept at. */
export interface RollupItem extends Dated<Rollup> {
  readonly span: RollupSpan;
  /** Of a metric's rollup, its name; null for the others, of which each hour has one. */
  readonly metric: string | null;
}

/** Keeps rollups. Each read is one query, oldest first. */
export interface RollupStore {
  slots(
    series: SlotSeries,
    span: RollupSpan,
    range: RollupRange,
  ): Promise<readonly Dated<SlotsRollup>[]>;
  metric(
    series: SlotSeries & { readonly metric: string },
    span: RollupSpan,
    range: RollupRange,
  ): Promise<readonly Dated<MetricRollup>[]>;
  parts(
    series: SlotSeries,
    span: RollupSpan,
    range: RollupRange,
  ): Promise<readonly Dated<PartsRollup>[]>;
  facts(
    series: SlotSeries,
    span: RollupSpan,
    range: RollupRange,
  ): Promise<readonly Dated<FactsRollup>[]>;
  /** Replaces what is there; many at once. */
  put(series: SlotSeries, items: readonly RollupItem[]): Promise<void>;
}
