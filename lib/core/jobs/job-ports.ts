import type { Clock, MetricSink, RunStore } from '../ports.ts';
import type { SlotSeries } from '../schedule/slot-offset.ts';
import type { HistogramCodec, Rollup } from './rollup.ts';
import type { Watch } from './watch.ts';

/** Keeps what is watched, and until when was looked. */
export interface WatchStore {
  listWatches(): Promise<readonly Watch[]>;
  putWatch(watch: Watch): Promise<void>;
  /** Until when slots were looked at by looks that came to their end; null: none did. ISO 8601. */
  lastLook(): Promise<string | null>;
  putLastLook(lookedTo: string): Promise<void>;
}

/** The rollup of a series that begins at an instant: an hour's or a day's. */
export interface DatedRollup {
  /** ISO 8601, on the hour, or at midnight in UTC. */
  readonly startsAt: string;
  readonly rollup: Rollup;
}

/** Whether a rollup is of an hour or of a day. */
export type RollupSpan = 'hour' | 'day';

/** Keeps rollups. */
export interface RollupStore {
  /** Those that begin within a time (`since` inclusive, `until` exclusive), oldest first. */
  queryRollups(
    series: SlotSeries,
    span: RollupSpan,
    range: { readonly since: string; readonly until: string },
  ): Promise<readonly DatedRollup[]>;
  /** Replaces what is there. */
  putRollup(series: SlotSeries, span: RollupSpan, dated: DatedRollup): Promise<void>;
}

/** Whatever the hourly jobs read and write. */
export interface JobsPorts {
  readonly runs: Pick<RunStore, 'queryRuns' | 'putRun'>;
  readonly watches: WatchStore;
  readonly rollups: RollupStore;
  readonly metrics: MetricSink;
  readonly histograms: HistogramCodec;
  readonly clock: Pick<Clock, 'epochMs'>;
}
