import type { EmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { catchUp, type CatchUpReport } from '../../core/jobs/catch-up.ts';
import { LOCAL_SCAN, type ScanSettings } from '../../core/jobs/gaps.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { MetricSink } from '../../core/ports.ts';
import { type DevTime, REAL_TIME, realAfter } from '../frame/dev-time.ts';
import type { ExternalJobs } from './external-jobs.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';
import { DAY_MS, HOUR_MS } from '../../core/base/time.ts';
import { errorText } from '../../core/base/error-text.ts';
import { describeCatchUp } from '../../report/format/describe-catch-up.ts';

/** Minimum pause in real time: compressed hours pass faster than the jobs run. */
const MIN_PAUSE_MS = 1000;

/** What the hourly jobs of `waywiser dev` depend on. */
interface JobsParts {
  readonly project: {
    readonly config: Pick<ResolvedConfig, 'stage' | 'retention'>;
    readonly journeys: readonly { readonly plan: JourneyPlan }[];
  };
  readonly stores: Pick<EmbeddedStore, 'store' | 'watches' | 'rollups'>;
  /** Default: real time. */
  readonly time?: Pick<DevTime, 'clock' | 'scale'>;
}

/** Metrics are not needed: `dev` evaluates alarms from the records. */
const NO_METRICS: MetricSink = { publish: async (groups) => groups.map(() => null) };

/**
 * Runs the hourly jobs of `waywiser dev`, now and every hour: slots that passed while nothing ran, in
 * the last seven days, become `missing`, and hours and days are rolled up.
 */
export function startJobs(
  parts: JobsParts & {
    /** Another process that runs them. Default: this one does. */
    readonly external?: ExternalJobs;
  },
  notice: (text: string) => void,
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
      const report = await (parts.external?.run() ?? hourlyJobs(parts));
      if (!stopping) for (const text of describeCatchUp(report)) notice(text);
    } catch (error) {
      if (!stopping) notice(`the hourly jobs failed: ${errorText(error)}`);
    }
    again(sinceMs);
  }

  return {
    stop: async () => {
      stopping = true;
      cancel?.();
      parts.external?.stop();
      await running;
    },
  };
}

/** Runs the hourly jobs once, over everything since the last time. */
export async function hourlyJobs({
  project,
  stores,
  time = REAL_TIME,
}: JobsParts): Promise<CatchUpReport> {
  return await catchUp(
    {
      stage: project.config.stage,
      journeys: project.journeys.map(({ plan }) => ({ ...plan, regions: [LOCAL_REGION] })),
      scan: scanOf(project.journeys, time.scale),
      retentionDays: project.config.retention.runsMs / DAY_MS,
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
}

/**
 * The window in which records may arrive. In compressed time, runs still take real time, so a record
 * arrives compressed hours after its slot.
 */
function scanOf(journeys: JobsParts['project']['journeys'], scale: number): ScanSettings {
  if (scale === 1) return LOCAL_SCAN;
  const longestMs = Math.max(0, ...journeys.map(({ plan }) => plan.timeoutMs * (1 + plan.retries)));
  const arrivalMs = LOCAL_SCAN.arrivalMs + longestMs * scale;

  return { ...LOCAL_SCAN, arrivalMs, backMs: LOCAL_SCAN.backMs + arrivalMs };
}
