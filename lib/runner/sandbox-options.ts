import type { WorkerSettings } from './protocol.ts';

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
