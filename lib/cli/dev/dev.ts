import os from 'node:os';
import path from 'node:path';
import { guardLibrary } from '../../adapters/guard/guard-library.ts';
import { claimFolder, type FolderClaim } from '../../adapters/local/claim-folder.ts';
import { errorText } from '../../core/base/error-text.ts';
import { type LocalPlatform, startLocalPlatform } from '../../core/platform/local-platform.ts';
import type { EmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import type { RunStore } from '../../core/ports.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import type { PortChoice } from '../dashboard/dashboard-options.ts';
import {
  compressedPaths,
  compressedStartMs,
  type DevTime,
  REAL_TIME,
  realAfter,
  startCompressedTime,
} from '../frame/dev-time.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openStore } from '../frame/keep-records.ts';
import { openProject, type OpenProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { atMost, stopSignal } from '../frame/stop-signal.ts';
import { LOCAL_REGION, openWorkspace, randomSuffix, type Workspace } from '../frame/workspace.ts';
import { startBackgroundWork } from './background-work.ts';
import { devDashboardChoice } from './dev-dashboard.ts';
import { type Display, openDisplay } from './dev-display.ts';
import { type DevOptions, readTimeOptions, type TimeScale } from './dev-time-options.ts';
import { slotsAhead } from './slots-ahead.ts';

/** Concurrent API runs per core; they mostly wait for the network. */
const API_RUNS_PER_CORE = 8;
/** Time for storing current records after Ctrl-C, which ends everything within two seconds. */
const STOP_DEADLINE_MS = 1_200;

/** `waywiser dev`: runs the platform on this machine until Ctrl-C. */
export async function dev(options: DevOptions, paths: Paths, io: Io): Promise<number> {
  const stop = stopSignal();
  guardLibrary(path.dirname(paths.workerPath))?.limitMemory();
  const request = readTimeOptions(options);
  const choice = devDashboardChoice(options);
  const problems = [
    ...(request.kind === 'problems' ? request.problems : []),
    ...(typeof choice === 'string' ? [choice] : []),
  ];
  if (request.kind === 'problems' || typeof choice === 'string') {
    for (const problem of problems) io.err(`waywiser: ${problem}\n`);

    return EXIT.misuse;
  }
  const project = await openProject({ ...options, selection: options.journeys }, paths, io);
  if (project.problems.length > 0) {
    project.showProblems();

    return EXIT.misuse;
  }
  const { scale } = request;
  const parts = { options, project, paths, scale, stop, choice };
  if (scale === null) return await live(parts, io);
  const compressed = compressedPaths(paths);
  try {
    compressedStartMs(scale.days, compressed);
  } catch (error) {
    io.err(`waywiser: ${errorText(error)}\n`);

    return EXIT.misuse;
  }

  return await live({ ...parts, project: rescheduled(project, scale), paths: compressed }, io);
}

/** What {@link live} runs, and in which time. */
interface LiveParts {
  readonly options: DevOptions;
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly scale: TimeScale | null;
  /** Resolves when the command should stop. */
  readonly stop: Promise<void>;
  /** Port of the dashboard; null: no dashboard. */
  readonly choice: PortChoice | null;
}

async function live(parts: LiveParts, io: Io): Promise<number> {
  const { options, project, paths, scale } = parts;
  const claim = claimFolder(paths.stateDir, 'dev');
  if (claim.kind === 'taken') return refuseSecond(claim, io);
  const target = await project.startTarget(environmentOf(scale));
  const store = await openStore(paths, project.config, io);
  const time = timeOf(scale, paths);
  const width = { api: API_RUNS_PER_CORE * os.availableParallelism(), browser: 1 };
  const { epochMs } = time.clock;
  const workspace = openWorkspace({ paths, config: project.config, width, epochMs }, io);
  const display = await openDisplay(
    { options, project, paths, time, stores: store, choice: parts.choice },
    io,
  );
  const recorded = await slotsAhead(project, store.store, epochMs());
  const shown = { project, paths, workspace, display, time, recorded };
  const platform = startPlatform({ ...shown, store: store.store, lateDays: store.watches });
  display.start(platform);
  const background = startBackgroundWork({ project, paths, stores: store, time, display }, io);
  workspace.warm(project.journeys.map(({ plan }) => plan.kind));
  if (options.firstRun !== false) platform.runNow(project.journeys.map(({ plan }) => plan.name));
  await Promise.race([parts.stop, time.caughtUp]);

  const stopped = Promise.all([platform.stop(), background.stop(), display.endPages()]);
  await workspace.dispose();
  await atMost(STOP_DEADLINE_MS, stopped);
  time.stop();
  display.stop();
  await Promise.all([store.close(), target.stop()]);
  claim.release();

  return EXIT.passed;
}

/** The journeys with the schedule of compressed time. */
function rescheduled(project: OpenProject, { schedule }: TimeScale): OpenProject {
  const journeys = project.journeys.map((journey) => ({
    ...journey,
    plan: { ...journey.plan, schedule },
  }));

  return { ...project, journeys };
}

/** Environment for the local target, so that its clock can follow the compressed one. */
function environmentOf(scale: TimeScale | null): Readonly<Record<string, string>> {
  return scale === null ? {} : { WAYWISER_TIME_SCALE: String(scale.scale) };
}

function timeOf(scale: TimeScale | null, paths: Paths): DevTime {
  if (scale === null) return REAL_TIME;
  const fromMs = compressedStartMs(scale.days, paths);

  return startCompressedTime({ scale: scale.scale, fromMs }, paths);
}

function refuseSecond(claim: FolderClaim & { readonly kind: 'taken' }, io: Io): number {
  io.err(
    `waywiser: Cannot start: waywiser dev already runs in this folder (process ${claim.pid}); stop it first, or every slot would run twice. If that process is another program, delete ${claim.file}\n`,
  );

  return EXIT.misuse;
}

interface PlatformParts {
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly workspace: Workspace;
  readonly display: Display;
  readonly store: RunStore;
  readonly lateDays: EmbeddedStore['watches'];
  readonly time: DevTime;
  readonly recorded: ReadonlyMap<string, readonly number[]>;
}

function startPlatform(parts: PlatformParts): LocalPlatform {
  const { project, paths, workspace, display, store, lateDays, time, recorded } = parts;

  return startLocalPlatform(
    {
      journeys: project.journeys,
      stage: project.config.stage,
      region: LOCAL_REGION,
      projectDir: paths.projectDir,
      evidenceRoot: paths.evidenceRoot,
      maintenance: project.config.maintenance,
      recorded,
      width: { api: API_RUNS_PER_CORE * os.availableParallelism(), browser: 1 },
    },
    {
      clock: time.clock,
      after: realAfter,
      ...(time.slotTimer && { slotTimer: time.slotTimer }),
      run: async (ticket, onProgress) => markedRun(await workspace.run(ticket, onProgress), time),
      store,
      lateDays,
      nodeVersion: process.versions.node,
      suffix: randomSuffix,
      onEvent: display.note,
    },
  );
}

/** Adds the notice about simulated timestamps to the log of a record. */
function markedRun(record: RunRecord, { banner }: DevTime): RunRecord {
  if (banner === null) return record;
  const line = { level: 'info', text: banner, atMs: 0, source: null } as const;

  return { ...record, log: [line, ...record.log] };
}
