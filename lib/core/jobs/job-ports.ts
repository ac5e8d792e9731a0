import type { Clock, MetricSink, RunStore } from '../ports.ts';
import type { HistogramCodec, RollupStore } from '../rollup/rollup.ts';
import type { Watch } from './watch.ts';

/** Stores the schedules that the gap detector watches, and how far it has scanned. */
export interface WatchStore {
  listWatches(): Promise<readonly Watch[]>;
  putWatch(watch: Watch): Promise<void>;
  /** The end of the last scan that completed, ISO 8601; null: none has. */
  lastScan(): Promise<string | null>;
  putLastScan(scannedTo: string): Promise<void>;
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
