import type { Clock, MetricSink, RunStore } from '../ports.ts';
import type { HistogramCodec } from '../rollup/rollup.ts';
import type { RollupStore } from '../rollup/rollup-store.ts';
import type { Watch } from './watch.ts';

/** Keeps what is watched, and until when was looked. */
export interface WatchStore {
  listWatches(): Promise<readonly Watch[]>;
  putWatch(watch: Watch): Promise<void>;
  /** Until when slots were looked at by looks that came to their end; null: none did. ISO 8601. */
  lastLook(): Promise<string | null>;
  putLastLook(lookedTo: string): Promise<void>;
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
