import type { EmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { type DevTime, realAfter } from '../frame/dev-time.ts';
import { openHistory } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import type { OpenProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import type { Display } from './dev-display.ts';
import { startJobs } from './dev-jobs.ts';
import { startRetention } from './dev-retention.ts';
import { startTrends } from './dev-trends.ts';
import { externalJobs } from './external-jobs.ts';
import { externalAnalysis } from './external-analysis.ts';

/** What the background work of `waywiser dev` depends on. */
interface BackgroundParts {
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly stores: EmbeddedStore;
  readonly time: DevTime;
  readonly display: Pick<Display, 'notice' | 'finding'>;
}

/** Starts what `waywiser dev` does besides its runs: hourly jobs, retention, and the analysis of trends. */
export function startBackgroundWork(
  { project, paths, stores, time, display }: BackgroundParts,
  io: Io,
): { readonly stop: () => Promise<void> } {
  const { journeys, config } = project;
  const plans = journeys.map(({ plan }) => plan);
  const { epochMs } = time.clock;
  const history = openHistory(stores);
  const analysed = { plans, stage: config.stage, history, paths, epochMs };
  // Compressed hours pass faster than a process starts.
  const isReal = time.banner === null;
  const work = [
    startJobs(
      { project, stores, time, ...(isReal && { external: externalJobs({ project, paths }, io) }) },
      display.notice,
    ),
    startRetention({ project, stores, paths, time, after: realAfter }, display.notice),
    startTrends(
      {
        ...time,
        journeys,
        stores,
        after: realAfter,
        // In compressed time, the store has only the runs of this process.
        ...(isReal && { external: externalAnalysis(analysed, io) }),
      },
      display.finding,
      io,
    ),
  ];

  return {
    stop: async () => {
      await Promise.all(work.map(async (each) => each.stop()));
    },
  };
}
