import type { EmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { runHourlyJobs } from '../../core/jobs/hourly-jobs.ts';
import { LOCAL_SCAN, type ScanSettings } from '../../core/jobs/gaps.ts';
import type { MetricSink } from '../../core/ports.ts';
import type { Io } from '../frame/io.ts';
import type { OpenProject } from '../frame/open-project.ts';
import { type DevTime, REAL_TIME, realAfter } from '../frame/dev-time.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';
import { HOUR_MS } from '../../core/base/time.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Minimum pause in real time: compressed hours pass faster than the jobs run. */
const MIN_PAUSE_MS = 1000;

/** Metrics are not needed: `dev` evaluates alarms from the records. */
const NO_METRICS: MetricSink = { publish: async (groups) => groups.map(() => null) };

/**
 * Runs the hourly jobs of `waywiser dev`, now and every hour: slots that passed while nothing
 * ran become `missing`, and hours and days are rolled up.
 */
export function startJobs(
  parts: {
    readonly project: Pick<OpenProject, 'config' | 'journeys'>;
    readonly stores: Pick<EmbeddedStore, 'store' | 'watches' | 'rollups'>;
    /** Default: real time. */
    readonly time?: Pick<DevTime, 'clock' | 'scale'>;
  },
  io: Pick<Io, 'err'>,
): { readonly stop: () => Promise<void> } {
  const { scale } = parts.time ?? REAL_TIME;
  let stopping = false;
  let cancel: (() => void) | null = null;
  let running = work();

  /** Schedules the next run one hour after the start of this one, or when this one has ended. */
  function again(sinceMs: number): void {
    if (stopping) return;
    const restMs = sinceMs + HOUR_MS / scale - performance.now();
    cancel = realAfter(Math.max(restMs, MIN_PAUSE_MS), () => {
      running = work();
    });
  }

  async function work(): Promise<void> {
    const sinceMs = performance.now();
    try {
      const errors = await jobsOf(parts);
      if (!stopping) for (const { message } of errors) io.err(`waywiser: ${message}\n`);
    } catch (error) {
      const reason = errorText(error);
      if (!stopping) io.err(`waywiser: the hourly jobs failed: ${reason}\n`);
    }
    again(sinceMs);
  }

  return {
    stop: async () => {
      stopping = true;
      cancel?.();
      await running;
    },
  };
}

async function jobsOf({
  project,
  stores,
  time = REAL_TIME,
}: Parameters<typeof startJobs>[0]): Promise<readonly Error[]> {
  const report = await runHourlyJobs(
    {
      stage: project.config.stage,
      journeys: project.journeys.map(({ plan }) => ({ ...plan, regions: [LOCAL_REGION] })),
      scan: scanOf(project.journeys, time.scale),
    },
    {
      runs: stores.store,
      watches: stores.watches,
      rollups: stores.rollups,
      metrics: NO_METRICS,
      histograms: hdrHistograms(),
      clock: time.clock,
    },
  );

  return report.errors;
}

/**
 * The window in which records may arrive. In compressed time, runs still take real time, so a record
 * arrives compressed hours after its slot.
 */
function scanOf(journeys: OpenProject['journeys'], scale: number): ScanSettings {
  if (scale === 1) return LOCAL_SCAN;
  const longestMs = Math.max(0, ...journeys.map(({ plan }) => plan.timeoutMs * (1 + plan.retries)));
  const arrivalMs = LOCAL_SCAN.arrivalMs + longestMs * scale;

  return { ...LOCAL_SCAN, arrivalMs, backMs: LOCAL_SCAN.backMs + arrivalMs };
}
