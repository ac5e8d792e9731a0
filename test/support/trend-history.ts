import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { rollUpSeries } from '../../lib/core/rollup/roll-up-series.ts';
import type { RollupStore } from '../../lib/core/rollup/rollup.ts';
import { normal, seededRandom } from '../../lib/core/stats/seeded.ts';
import { stepRecord } from './record-parts.ts';
import { runRecord } from './run-records.ts';
import { HOUR_MS } from '../../lib/core/base/time.ts';

/** Runs of a journey, one every three hours, made of two steps. */
export interface TrendHistory {
  readonly journey: string;
  readonly region: string;
  /** Whole hours, in milliseconds since 1970; `toMs` is exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What the step takes, by day since the start. The other step takes 80 ms. */
  readonly step: string;
  readonly msAt: (day: number) => number;
}

const EVERY_MS = 3 * HOUR_MS;
const BROWSE_MS = 80;
const NOISE = 0.03;

/** The records of a history, oldest first; the same each time. */
export function historyRecords(history: TrendHistory): readonly RunRecord[] {
  const { journey, region, fromMs, toMs, step } = history;
  const random = seededRandom(4711);
  const records: RunRecord[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += EVERY_MS) {
    const ms = history.msAt((atMs - fromMs) / (24 * HOUR_MS)) * (1 + NOISE * normal(random));
    const browseMs = BROWSE_MS * (1 + NOISE * normal(random));
    records.push(
      runRecord({
        journey,
        region,
        scheduledAt: new Date(atMs).toISOString(),
        durationMs: browseMs + ms,
        steps: [
          stepRecord({ name: 'browse', startMs: 0, durationMs: browseMs }),
          stepRecord({ name: step, startMs: browseMs, durationMs: ms }),
        ],
      }),
    );
  }

  return records;
}

/** Rolls a history up, as the hourly job does. */
export async function rollUpHistory(history: TrendHistory, rollups: RollupStore): Promise<void> {
  const { journey, region, fromMs, toMs } = history;
  const subject = {
    records: historyRecords(history),
    window: { fromMs, toMs },
    extraMetrics: [],
  };
  await rollUpSeries({ journey, region }, subject, { rollups, histograms: hdrHistograms() });
}
