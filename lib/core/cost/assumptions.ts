import { HOUR_MS } from '../base/time.ts';
import { PLATFORM_FUNCTIONS, RECORDER_BATCH_SECONDS } from '../deploy/platform-functions.ts';
import { DEPLOYED_SCAN } from '../jobs/gaps.ts';
import type { JourneyKind } from '../record/run-record.ts';
import { ROLLUP_RETENTION_DAYS } from '../store/retention.ts';

/** What an estimate takes for granted where the project does not say it. */
export interface CostAssumptions {
  /** Of a run, where no history says it. */
  readonly durationMs: Readonly<Record<JourneyKind, number>>;
  /** Beside the run itself: a fresh context or connection, the record's way out, cold starts. */
  readonly overheadMs: Readonly<Record<JourneyKind, number>>;
  /** Of all runs. */
  readonly failingShare: number;
  /** How much longer a failed run takes when it is repeated with a trace. */
  readonly evidenceRunFactor: number;
  /** An item of the table, compressed. */
  readonly recordBytes: Readonly<Record<JourneyKind, number>>;
  /**
   * What an hour, or a day, of a journey in a region leaves: an item for each metric, and for slots,
   * time parts and facts. Each is below 1 KB.
   */
  readonly rollups: Readonly<
    Record<JourneyKind, { readonly items: number; readonly bytes: number }>
  >;
  /** Metrics that the trends job looks at: the duration, steps, vitals, the instrument. */
  readonly trendMetrics: Readonly<Record<JourneyKind, number>>;
  /** What a failed run leaves in the evidence bucket. */
  readonly evidence: Readonly<
    Record<JourneyKind, { readonly objects: number; readonly bytes: number }>
  >;
  /** Of each invocation, Lambda's own lines included. */
  readonly logBytes: number;
  /** How many alarm mails each address gets for each journey in a month. */
  readonly mailsPerJourney: number;
}

/** The assumptions of `waywiser cost`, each printed below its table. */
export const ASSUMPTIONS: CostAssumptions = {
  durationMs: { api: 1_000, browser: 6_000 },
  overheadMs: { api: 150, browser: 1_000 },
  failingShare: 0.01,
  evidenceRunFactor: 2.2,
  recordBytes: { api: 1_500, browser: 6_000 },
  rollups: { api: { items: 18, bytes: 5_000 }, browser: { items: 38, bytes: 11_000 } },
  trendMetrics: { api: 5, browser: 14 },
  evidence: { api: { objects: 0, bytes: 0 }, browser: { objects: 5, bytes: 3_000_000 } },
  logBytes: 1_000,
  mailsPerJourney: 10,
};

/** How the deployed platform works, as far as it costs: what no option changes. */
export const PLATFORM = {
  /** The put that claims a record's metrics, and the update that says they were published. */
  writesPerRecord: 2,
  /** The gap detector scans some hours back, from the start of an hour, once an hour. */
  readsPerRecord: DEPLOYED_SCAN.backMs / HOUR_MS + 1,
  rollupDays: ROLLUP_RETENTION_DAYS,
  /** Lambda polls a queue with so many receivers, each for so long, even when there is nothing. */
  queueReceivers: 5,
  queueWaitSeconds: 20,
  /** After the first record of a batch, so many seconds' records share one call of everything. */
  batchSeconds: RECORDER_BATCH_SECONDS,
  recorder: { memoryMb: PLATFORM_FUNCTIONS.recorder.memoryMb, durationMs: 300 },
  job: {
    memoryMb: PLATFORM_FUNCTIONS.jobs.memoryMb,
    durationMs: 1_000,
    durationPerSeriesMs: 100,
    runsPerDay: 24,
  },
  /** Each day, of each metric, so many days of hourly rollups. */
  trends: {
    memoryMb: PLATFORM_FUNCTIONS.trends.memoryMb,
    durationMs: 1_000,
    durationPerMetricMs: 100,
    days: 120,
  },
} as const;
