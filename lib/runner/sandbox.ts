import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import type { Sandbox } from '../core/ports.ts';
import { attemptLedger } from './attempt-ledger.ts';
import { lostAttempt } from './lost-attempt.ts';
import type { SandboxOptions } from './protocol.ts';
import { sweepWorkerFolders } from './worker-folder.ts';
import { WorkerProcess } from './worker-process.ts';

/** A sandbox with its worker processes. */
export interface WorkerSandbox extends Sandbox {
  /** Starts a worker in advance. */
  warm(): void;
  /** Kills every worker; running and later attempts end as `errored`. */
  dispose(): Promise<void>;
}

/**
 * Runs each attempt in a worker process that no other attempt uses at the same time. Workers are
 * reused; one that crashed or was left with running timers is replaced.
 */
export function workerSandbox(options: SandboxOptions): WorkerSandbox {
  const pool = new WorkerPool(options);
  void sweepWorkerFolders();

  return {
    warm: () => pool.warm(),
    attempt: async (request, onProgress = ignore) => {
      const worker = await pool.take();
      if (worker === null) return stoppedAttempt(request);
      try {
        return await worker.attempt(request, onProgress);
      } finally {
        pool.release(worker);
      }
    },
    dispose: async () => pool.dispose(),
  };
}

function ignore(_progress: AttemptProgress): void {
  // The caller does not follow the progress.
}

function stoppedAttempt(request: AttemptRequest): AttemptResult {
  const loss = { code: null, signal: null, stderr: '', killedFor: 'stopped' } as const;

  return lostAttempt(request, attemptLedger().read(), loss);
}

/** The worker processes of one sandbox and the attempts that wait for one. */
class WorkerPool {
  readonly #options: SandboxOptions;
  readonly #all = new Set<WorkerProcess>();
  readonly #waiting: ((worker: WorkerProcess | null) => void)[] = [];
  #idle: readonly WorkerProcess[] = [];
  #disposed = false;

  constructor(options: SandboxOptions) {
    this.#options = options;
  }

  warm(): void {
    if (this.#idle.length === 0 && this.#hasRoom()) this.#idle = [this.#spawn()];
  }

  /** An idle worker, a new one, or the next one that is released; null once disposed. */
  async take(): Promise<WorkerProcess | null> {
    if (this.#disposed) return null;

    return (
      this.#takeNow() ??
      new Promise((resolve) => {
        this.#waiting.push(resolve);
      })
    );
  }

  release(worker: WorkerProcess): void {
    if (this.#disposed) return;
    this.#idle = [...this.#idle, worker];
    const next = this.#waiting.shift();
    if (next !== undefined) next(this.#takeNow());
    this.#removeDead();
    // Starts a replacement now, so that the next run gets a warm worker.
    this.warm();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const resolve of this.#waiting.splice(0)) resolve(null);
    await Promise.all([...this.#all].map(async (worker) => worker.kill()));
  }

  #takeNow(): WorkerProcess | null {
    this.#removeDead();
    const free = this.#idle.at(-1);
    this.#idle = this.#idle.slice(0, -1);

    return free ?? (this.#hasRoom() ? this.#spawn() : null);
  }

  #hasRoom(): boolean {
    const alive = [...this.#all].filter((worker) => worker.usable).length;

    return alive < this.#options.maxWorkers;
  }

  #spawn(): WorkerProcess {
    const worker = new WorkerProcess(this.#options);
    this.#all.add(worker);
    void this.#removeWhenExited(worker);

    return worker;
  }

  // It stays in the set until it has exited, so that `dispose` leaves no process behind.
  async #removeWhenExited(worker: WorkerProcess): Promise<void> {
    await worker.exited;
    this.#all.delete(worker);
  }

  #removeDead(): void {
    this.#idle = this.#idle.filter((worker) => worker.usable);
  }
}
