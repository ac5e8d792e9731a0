import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { environmentSecrets } from '../../adapters/secrets/environment-secrets.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { Clock } from '../../core/ports.ts';
import type { JourneyKind, RunRecord } from '../../core/record/run-record.ts';
import type { AttemptProgress } from '../../core/journey/attempt.ts';
import { runJourney, type RunTicket } from '../../core/run/run-journey.ts';
import { idleLimitMs, maxIdleWorkers } from '../../runner/idle-limit.ts';
import { type WorkerSandbox, workerSandbox } from '../../runner/sandbox.ts';
import { packageFolders } from '../../runner/package-folders.ts';
import type { Io } from './io.ts';
import type { Paths } from './paths.ts';

/** Region of runs on this machine. */
export const LOCAL_REGION = 'local';

/** Heap limit of a worker; a journey that exceeds it is ended. */
const MEMORY_LIMIT_BYTES = 512 * 1_048_576;

/** Options of {@link openWorkspace}. */
interface WorkspaceOptions {
  readonly paths: Paths;
  readonly config: Pick<ResolvedConfig, 'allowPrivate' | 'controlNames'>;
  /** Concurrent attempts, by kind. */
  readonly width: Readonly<Record<JourneyKind, number>>;
  /** Clock of stored timestamps; durations are always measured. Default: this machine's clock. */
  readonly epochMs?: () => number;
}

/** Runs journeys in worker processes on this machine. */
export interface Workspace {
  readonly clock: Clock;
  run(ticket: RunTicket, onProgress?: (progress: AttemptProgress) => void): Promise<RunRecord>;
  /** Starts workers of these kinds in advance. */
  warm(kinds: readonly JourneyKind[]): void;
  /** Kills all workers and browsers; current runs end as `errored`. */
  dispose(): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  epochMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** Eight random hexadecimal digits for the ids of on-demand runs. */
export function randomSuffix(): string {
  return randomBytes(4).toString('hex');
}

/** Opens a workspace; worker processes start on first use. */
export function openWorkspace(options: WorkspaceOptions, io: Pick<Io, 'env'>): Workspace {
  const sandboxes: Readonly<Record<JourneyKind, WorkerSandbox>> = {
    api: sandboxOf('api', options, io),
    browser: sandboxOf('browser', options, io),
  };
  const secrets = environmentSecrets(io.env);
  const clock: Clock = { ...systemClock, ...(options.epochMs && { epochMs: options.epochMs }) };
  let stopping = false;

  return {
    clock,
    run: async (ticket, onProgress) =>
      runJourney(ticket, {
        sandbox: sandboxes[ticket.journey.plan.kind],
        secrets,
        clock,
        nodeVersion: process.versions.node,
        stopping: () => stopping,
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    warm: (kinds) => {
      for (const kind of new Set(kinds)) void sandboxes[kind].warm();
    },
    dispose: async () => {
      stopping = true;
      await Promise.all(Object.values(sandboxes).map(async (sandbox) => sandbox.dispose()));
    },
  };
}

function sandboxOf(
  kind: JourneyKind,
  { paths, config, width }: WorkspaceOptions,
  io: Pick<Io, 'env'>,
): WorkerSandbox {
  return workerSandbox({
    workerPath: paths.workerPath,
    readable: readableBy(paths),
    maxWorkers: width[kind],
    maxIdle: maxIdleWorkers(kind, machineMemoryBytes()),
    idleLimitMs,
    spare: 'always',
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    settings: {
      kind,
      chromiumPath: io.env['WAYWISER_CHROMIUM'] ?? null,
      cacheDir: paths.cacheDir,
      observerScriptPath: paths.observerScriptPath,
      browserMode: browserMode(io.env['WAYWISER_BROWSER_MODE']),
      allowPrivateTargets: config.allowPrivate,
      lambdaRuntimeApi: io.env['AWS_LAMBDA_RUNTIME_API'] ?? null,
      controlNames: { configured: config.controlNames },
    },
  });
}

/** Memory of this machine, or of the container that limits this process. */
function machineMemoryBytes(): number {
  // 0, or more than there is: no limit.
  const limit = process.constrainedMemory();

  return limit === 0 ? os.totalmem() : Math.min(os.totalmem(), limit);
}

/** The platform with the packages that it uses, and the project with the author's data files. */
function readableBy({ workerPath, projectDir }: Paths): readonly string[] {
  return [...packageFolders(workerPath), projectDir].map((folder) => path.join(folder, path.sep));
}

function browserMode(value: string | undefined): 'auto' | 'multi-process' | 'single-process' {
  if (value === undefined || value === 'auto') return 'auto';
  if (value === 'multi-process' || value === 'single-process') return value;
  throw new RangeError(
    `Cannot use WAYWISER_BROWSER_MODE "${value}"; expected auto, multi-process or single-process`,
  );
}
