import os from 'node:os';
import path from 'node:path';
import { type Claim, claimFolder } from '../adapters/local/claim-folder.ts';
import type { RunStore } from '../core/ports.ts';
import { type LocalPlatform, startLocalPlatform } from '../core/platform/local-platform.ts';
import { type Board, openBoard } from './dev-board.ts';
import { startJobs } from './dev-jobs.ts';
import type { DevOptions } from './dev-options.ts';
import { EXIT, type Io } from './io.ts';
import { openStore } from './keep-records.ts';
import { openProject, type OpenProject } from './open-project.ts';
import type { Paths } from './paths.ts';
import { LOCAL_REGION, openWorkshop, randomSuffix, type Workshop } from './workshop.ts';

/** API runs at once for each core: they mostly wait for the network. */
const API_RUNS_PER_CORE = 8;
/** Ctrl-C ends everything within two seconds; this much of it is for records under way. */
const STOP_DEADLINE_MS = 1_200;

/** `waywiser dev`: the whole platform on this machine, until Ctrl-C. */
export async function dev(options: DevOptions, paths: Paths, io: Io): Promise<number> {
  const stop = stopSignal();
  const project = await openProject({ ...options, selection: options.journeys }, paths, io);
  if (project.problems.length > 0) {
    project.showProblems();

    return EXIT.misuse;
  }
  const claim = claimFolder(paths.stateDir, 'dev');
  if (claim.kind === 'taken') return refuseSecond(claim, io);
  const target = await project.startTarget();
  const store = await openStore(paths, project.config);
  const width = { api: API_RUNS_PER_CORE * os.availableParallelism(), browser: 1 };
  const workshop = openWorkshop({ paths, config: project.config, width }, io);
  const board = await openBoard({ options, project, paths, store: store.store }, io);
  const platform = startPlatform({ project, paths, workshop, board, store: store.store });
  board.start(platform);
  const jobs = startJobs({ project, stores: store }, io);
  workshop.warm(project.journeys.map(({ plan }) => plan.kind));
  if (options.firstRun !== false) platform.runNow(project.journeys.map(({ plan }) => plan.name));
  await stop;

  const stopped = Promise.all([platform.stop(), jobs.stop()]);
  await workshop.dispose();
  await atMost(STOP_DEADLINE_MS, stopped);
  board.stop();
  await Promise.all([store.close(), target.stop()]);
  claim.release();

  return EXIT.passed;
}

function refuseSecond(claim: Claim & { readonly kind: 'taken' }, io: Io): number {
  io.err(
    `waywiser: Cannot start: waywiser dev runs in this folder already (process ${claim.pid}); expected one at a time, or every slot would run twice. If that process is another program, delete ${claim.file}\n`,
  );

  return EXIT.misuse;
}

interface PlatformParts {
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly workshop: Workshop;
  readonly board: Board;
  readonly store: RunStore;
}

function startPlatform({ project, paths, workshop, board, store }: PlatformParts): LocalPlatform {
  return startLocalPlatform(
    {
      journeys: project.journeys,
      stage: project.config.stage,
      region: LOCAL_REGION,
      projectDir: paths.projectDir,
      evidenceRoot: path.join(paths.evidenceRoot),
      maintenance: project.config.maintenance,
      width: { api: API_RUNS_PER_CORE * os.availableParallelism(), browser: 1 },
    },
    {
      clock: workshop.clock,
      after: (delayMs, action) => {
        const timer = setTimeout(action, delayMs);

        return () => clearTimeout(timer);
      },
      run: async (ticket, onProgress) => workshop.run(ticket, onProgress),
      store,
      nodeVersion: process.versions.node,
      suffix: randomSuffix,
      onEvent: board.note,
    },
  );
}

async function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve());
    }
    // The reader of a pipe has gone, as a terminal goes with SIGHUP.
    process.stdout.once('error', () => resolve());
  });
}

async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
