import type { EmbeddedStore } from '../adapters/dynamodb/embedded.ts';
import { hdrHistograms } from '../adapters/histogram/hdr-histogram.ts';
import { runHourlyJobs } from '../core/jobs/hourly-jobs.ts';
import { LOCAL_LOOK } from '../core/jobs/look-window.ts';
import type { MetricSink } from '../core/ports.ts';
import type { Io } from './io.ts';
import type { OpenProject } from './open-project.ts';
import { LOCAL_REGION } from './workshop.ts';

const HOUR_MS = 3_600_000;

/** Alarms are evaluated from the records themselves here. */
const NO_METRICS: MetricSink = { publish: async (groups) => groups.map(() => null) };

/**
 * Runs the jobs of `waywiser dev`, now and every hour: slots of the last hours that passed while
 * nothing ran here become `missing`, hours and days are rolled up.
 */
export function startJobs(
  parts: {
    readonly project: Pick<OpenProject, 'config' | 'journeys'>;
    readonly stores: Pick<EmbeddedStore, 'store' | 'watches' | 'rollups'>;
  },
  io: Pick<Io, 'err'>,
): { readonly stop: () => Promise<void> } {
  let stopping = false;
  let running = work();
  const timer = setInterval(() => {
    running = running.then(work);
  }, HOUR_MS);

  async function work(): Promise<void> {
    try {
      const errors = await jobsOf(parts);
      if (!stopping) for (const { message } of errors) io.err(`waywiser: ${message}\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!stopping) io.err(`waywiser: the hourly look for missing slots failed: ${reason}\n`);
    }
  }

  return {
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function jobsOf({
  project,
  stores,
}: Parameters<typeof startJobs>[0]): Promise<readonly Error[]> {
  const report = await runHourlyJobs(
    {
      stage: project.config.stage,
      journeys: project.journeys.map(({ plan }) => ({ ...plan, regions: [LOCAL_REGION] })),
      look: LOCAL_LOOK,
    },
    {
      runs: stores.store,
      watches: stores.watches,
      rollups: stores.rollups,
      metrics: NO_METRICS,
      histograms: hdrHistograms(),
      clock: { epochMs: () => Date.now() },
    },
  );

  return report.errors;
}
