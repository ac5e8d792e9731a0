import type { JourneyKind } from '../core/record/run-record.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';

/** What a worker process is told once, when it is started. */
export interface WorkerSettings {
  readonly kind: JourneyKind;
  /** Path of a Chromium to use instead of searching for one. */
  readonly chromiumPath: string | null;
  /** Where a packaged Chromium is unpacked to. */
  readonly cacheDir: string;
  readonly observerScriptPath: string;
  readonly browserMode: 'auto' | 'multi-process' | 'single-process';
  /** Hosts and address ranges in private space that every journey may reach. */
  readonly allowPrivateTargets: readonly string[];
  /** Host and port of Lambda's runtime API, which no journey may reach; null outside Lambda. */
  readonly lambdaRuntimeApi: string | null;
}

/** From the sandbox to the worker. */
export interface WorkerOrder {
  readonly kind: 'attempt';
  readonly request: AttemptRequest;
}

/** From the worker to the sandbox. */
export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly progress: AttemptProgress }
  /** The kept browser's processes, for whoever must kill them. */
  | { readonly kind: 'browser'; readonly pids: readonly number[] }
  | { readonly kind: 'done'; readonly result: AttemptResult; readonly clean: boolean };

/** How a sandbox is set up. */
export interface SandboxOptions {
  /** The worker's bundled entry. */
  readonly workerPath: string;
  readonly settings: WorkerSettings;
  /** At most this many attempts at once; further ones wait. */
  readonly maxWorkers: number;
  /** Memory that a worker may take (without its browser) before the journey is ended. */
  readonly memoryLimitBytes: number;
}
