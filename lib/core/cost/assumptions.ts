import { HOUR_MS } from '../base/time.ts';
import { PLATFORM_FUNCTIONS, RECORDER_BATCH_SECONDS } from '../deploy/platform-functions.ts';
import { DEPLOYED_SCAN } from '../jobs/gaps.ts';
import type { JourneyKind } from '../record/run-record.ts';
import { ROLLUP_RETENTION_DAYS } from '../store/retention.ts';

/** Quantities that an estimate assumes because the project does not define them. */
export interface CostAssumptions {
  /** Of a run, when there is no history. */
  readonly durationMs: Readonly<Record<JourneyKind, number>>;
  /** In addition to the run: a new context or connection, sending the record, cold starts. */
  readonly overheadMs: Readonly<Record<JourneyKind, number>>;
  /** Of an invocation that belongs to no slot of an uneven rate, the share of cold starts included. */
  readonly surplusTickMs: number;
  /** Share of failed runs, 0 to 1. */
  readonly failingShare: number;
  /** Duration of an evidence run relative to a normal run. */
  readonly evidenceRunFactor: number;
  /** Compressed size of a record in the table. */
  readonly recordBytes: Readonly<Record<JourneyKind, number>>;
  /**
   * Rollups of one hour or day of a journey in a region: an item for each metric, and for slots, time
   * parts and facts. Each is below 1 KB.
   */
  readonly rollups: Readonly<
    Record<JourneyKind, { readonly items: number; readonly bytes: number }>
  >;
  /** Metrics that the trends job analyses: duration, steps, vitals, instrument. */
  readonly trendMetrics: Readonly<Record<JourneyKind, number>>;
  /** Objects and bytes of a failed run in the evidence bucket. */
  readonly evidence: Readonly<
    Record<JourneyKind, { readonly objects: number; readonly bytes: number }>
  >;
  /** Log of each invocation, Lambda's own lines included. */
  readonly logBytes: number;
  /** Alarm mails to each address for each journey in a month. */
  readonly mailsPerJourney: number;
}

/** The assumptions of `waywiser cost`, each printed below its table. */
export const ASSUMPTIONS: CostAssumptions = {
  durationMs: { api: 1_000, browser: 6_000 },
  overheadMs: { api: 150, browser: 1_000 },
  surplusTickMs: 20,
  failingShare: 0.01,
  evidenceRunFactor: 2.2,
  recordBytes: { api: 1_500, browser: 6_000 },
  rollups: { api: { items: 18, bytes: 5_000 }, browser: { items: 38, bytes: 11_000 } },
  trendMetrics: { api: 5, browser: 14 },
  evidence: { api: { objects: 0, bytes: 0 }, browser: { objects: 5, bytes: 3_000_000 } },
  logBytes: 1_000,
  mailsPerJourney: 10,
};

/** Properties of the deployed platform that affect its cost and that no option changes. */
export const PLATFORM = {
  /** The put that claims a record, and the update that marks its metrics as published. */
  writesPerRecord: 2,
  /** The gap detector scans some hours back, from the start of an hour, once an hour. */
  readsPerRecord: DEPLOYED_SCAN.backMs / HOUR_MS + 1,
  rollupDays: ROLLUP_RETENTION_DAYS,
  /** Lambda polls a queue with this many receivers, each for this long, even when it is empty. */
  queueReceivers: 5,
  queueWaitSeconds: 20,
  /** The records of this many seconds share one invocation and its calls. */
  batchSeconds: RECORDER_BATCH_SECONDS,
  recorder: { memoryMb: PLATFORM_FUNCTIONS.recorder.memoryMb, durationMs: 300 },
  job: {
    memoryMb: PLATFORM_FUNCTIONS.jobs.memoryMb,
    durationMs: 1_000,
    durationPerSeriesMs: 100,
    runsPerDay: 24,
  },
  /** Each day, for each metric, this many days of hourly rollups. */
  trends: {
    memoryMb: PLATFORM_FUNCTIONS.trends.memoryMb,
    durationMs: 1_000,
    durationPerMetricMs: 100,
    days: 120,
  },
} as const;
