import type { JourneyKind } from '../core/record/run-record.ts';
import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';

/** Settings of a worker process, passed once at its start. */
export interface WorkerSettings {
  readonly kind: JourneyKind;
  /** Path of a Chromium to use instead of searching for one. */
  readonly chromiumPath: string | null;
  /** Folder that a packaged Chromium is unpacked to. */
  readonly cacheDir: string;
  readonly observerScriptPath: string;
  readonly browserMode: 'auto' | 'multi-process' | 'single-process';
  /** Hosts and address ranges in private space that every journey may reach. */
  readonly allowPrivateTargets: readonly string[];
  /** Host and port of Lambda's runtime API, which no journey may reach; null outside Lambda. */
  readonly lambdaRuntimeApi: string | null;
}

/** Message from the sandbox to the worker. */
export interface WorkerOrder {
  readonly kind: 'attempt';
  readonly request: AttemptRequest;
}

/** Message from the worker to the sandbox. */
export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly progress: AttemptProgress }
  /** Processes of the worker's browser, which the sandbox kills with the worker. */
  | { readonly kind: 'browser'; readonly pids: readonly number[] }
  | { readonly kind: 'done'; readonly result: AttemptResult; readonly clean: boolean };

/** Worker entry, concurrency and memory limit of the sandbox that runs attempts. */
export interface SandboxOptions {
  /** The worker's bundled entry. */
  readonly workerPath: string;
  readonly settings: WorkerSettings;
  /** Maximum number of parallel attempts; further ones wait. */
  readonly maxWorkers: number;
  /** Heap limit of a worker, without its browser; beyond it the journey is stopped. */
  readonly memoryLimitBytes: number;
}
