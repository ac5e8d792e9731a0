import type { Clock, MetricSink, RunStore } from '../ports.ts';
import type { HistogramCodec, RollupStore } from '../rollup/rollup.ts';
import type { LateDay } from './late-days.ts';
import type { Watch } from './watch.ts';

/** Stores the schedules that the gap detector watches, and how far it has scanned. */
export interface WatchStore {
  listWatches(): Promise<readonly Watch[]>;
  putWatch(watch: Watch): Promise<void>;
  /** The end of the last scan that completed, ISO 8601; null: none has. */
  lastScan(): Promise<string | null>;
  putLastScan(scannedTo: string): Promise<void>;
  /** Notes that a day has to be rolled up again. */
  noteLate(late: LateDay): Promise<void>;
  /** The noted days that were not corrected since. */
  lateDays(): Promise<readonly LateDay[]>;
  /** Takes a day off the list, unless it was noted again since it was read. */
  markCorrected(late: LateDay): Promise<void>;
}

/** Stores, metrics and clock of the hourly jobs. */
export interface JobsPorts {
  readonly runs: Pick<RunStore, 'queryRuns' | 'putRun'>;
  readonly watches: WatchStore;
  readonly rollups: RollupStore;
  readonly metrics: MetricSink;
  readonly histograms: HistogramCodec;
  readonly clock: Pick<Clock, 'epochMs'>;
}
