import type { Outcome } from '../../record/outcome.ts';
import type { MetricRollup, PartsRollup } from '../../rollup/rollup.ts';
import type { SlotSeries } from '../../record/slot-series.ts';
import type { LastRun } from '../overview/overview-page.ts';

/** A piece of a range: a day or an hour that was rolled up, or one whose runs were counted. */
export interface Piece {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly timed: number;
  readonly metrics: ReadonlySet<string>;
}

/** A rollup and when it begins. */
export interface RollupAt<R> {
  readonly startMs: number;
  readonly rollup: R;
}

/** How fine rollups are wanted: by days where there are any, or by hours throughout. */
export type Fineness = 'days' | 'hours';

/** A series over a range. */
export interface SeriesHistory {
  readonly series: SlotSeries;
  readonly readAtMs: number;
  /** The newest run of all, whatever the range; null: there is none. */
  readonly last: LastRun | null;
  /** Of the runs that no job has rolled up yet, and of the newest. */
  readonly stages: ReadonlySet<string>;
  /** No slot after it has a record, in milliseconds since 1970; null: none has. */
  readonly newestSlotMs: number | null;
  /** In order, without gaps but for time without slots. */
  readonly pieces: readonly Piece[];
  /** The values of a metric, piece by piece. */
  metric(metric: string, fineness: Fineness): Promise<readonly RollupAt<MetricRollup>[]>;
  /** The newest runs of the range, newest first, at most thirty. */
  runs(): Promise<readonly LastRun[]>;
  /** Where the time went, piece by piece. */
  parts(): Promise<readonly RollupAt<PartsRollup>[]>;
}
