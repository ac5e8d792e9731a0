import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import type { RunStore } from '../../lib/core/ports.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { rollUpSeries } from '../../lib/core/rollup/roll-up-series.ts';
import type { RollupStore } from '../../lib/core/rollup/rollup.ts';
import { memoryRollupStore } from '../fakes/memory-rollup-store.ts';
import { memoryRunStore } from '../fakes/memory-run-store.ts';
import { runRecord } from './run-records.ts';
import { DAY_MS } from '../../lib/core/base/time.ts';

/** Stores with runs, and the rollups of those before an instant. */
export interface StoredRuns {
  readonly store: RunStore;
  readonly rollups: ReturnType<typeof memoryRollupStore>;
}

/** Runs of slots at even distances: `fromMs` inclusive, `toMs` exclusive. */
export function runsBetween(
  { fromMs, toMs, everyMs }: Record<'fromMs' | 'toMs' | 'everyMs', number>,
  runOf: (index: number, atMs: number) => Partial<RunRecord> = () => ({}),
): readonly RunRecord[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / everyMs) }, (_, index) => {
    const atMs = fromMs + index * everyMs;

    return runRecord({ scheduledAt: new Date(atMs).toISOString(), ...runOf(index, atMs) });
  });
}

/** Stores runs, and rolls up what ends before an instant, as the job does. */
export async function storeRuns(
  records: readonly RunRecord[],
  rolledToMs: number,
): Promise<StoredRuns> {
  const stored = { store: memoryRunStore(), rollups: memoryRollupStore() };
  for (const record of records) await stored.store.putRun(record);
  await rollUpRuns(records, rolledToMs, stored.rollups);

  return stored;
}

/** Rolls up runs of whatever series, as the job does. */
export async function rollUpRuns(
  records: readonly RunRecord[],
  toMs: number,
  rollups: RollupStore,
): Promise<void> {
  const bySeries = new Map<string, RunRecord[]>();
  for (const record of records) {
    const key = JSON.stringify([record.journey, record.region]);
    bySeries.set(key, [...(bySeries.get(key) ?? []), record]);
  }
  for (const own of bySeries.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const fromMs = Math.floor(Date.parse(first.scheduledAt ?? first.startedAt) / DAY_MS) * DAY_MS;
    await rollUpSeries(
      { journey: first.journey, region: first.region },
      { records: own, window: { fromMs, toMs }, extraMetrics: [] },
      { rollups, histograms: hdrHistograms() },
    );
  }
}
