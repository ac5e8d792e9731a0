import type { Outcome } from '../../record/outcome.ts';
import type { MetricRollup, PartsRollup } from '../../rollup/rollup.ts';
import type { SlotSeries } from '../../record/slot-series.ts';
import type { LastRun } from '../overview/overview-page.ts';

/** A part of a range: a day or an hour, from its rollup or counted from its runs. */
export interface Piece {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly timed: number;
  readonly metrics: ReadonlySet<string>;
}

/** A rollup and its start in milliseconds since 1970. */
export interface RollupAt<R> {
  readonly startMs: number;
  readonly rollup: R;
}

/** The resolution of rollups: by days where days are finished, or by hours throughout. */
export type Fineness = 'days' | 'hours';

/** The history of a series over a range. */
export interface SeriesHistory {
  readonly series: SlotSeries;
  readonly readAtMs: number;
  /** The newest run of the series, also when the range has ended; null: there is none. */
  readonly last: LastRun | null;
  /** The stages of the newest run and of those without a rollup. */
  readonly stages: ReadonlySet<string>;
  /** The newest slot with a record, in milliseconds since 1970; null: none is known. */
  readonly newestSlotMs: number | null;
  /** In order. Gaps are time without slots. */
  readonly pieces: readonly Piece[];
  /** The values of a metric in each piece. */
  metric(metric: string, fineness: Fineness): Promise<readonly RollupAt<MetricRollup>[]>;
  /** The newest runs of the range, newest first, at most thirty. */
  runs(): Promise<readonly LastRun[]>;
  /** Where the time went in each piece. */
  parts(): Promise<readonly RollupAt<PartsRollup>[]>;
}
