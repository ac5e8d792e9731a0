import type { AttemptProgress, AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import type { Sandbox } from '../core/ports.ts';
import { attemptLedger } from './attempt-ledger.ts';
import { checkedEvidence } from './checked-evidence.ts';
import { type EvidenceFolder, evidenceFolder } from './evidence-file.ts';
import { lostAttempt } from './lost-attempt.ts';
import type { BrowserMode, SandboxOptions } from './protocol.ts';
import { sweepWorkerFolders } from './worker-folder.ts';
import { WorkerPool } from './worker-pool.ts';

/** A sandbox with its worker processes. */
export interface WorkerSandbox extends Sandbox {
  /** Starts a worker in advance. Resolves when it is ready. */
  warm(): Promise<void>;
  /** Kills every worker; running and later attempts end as `errored`. */
  dispose(): Promise<void>;
}

/**
 * Runs each attempt in a worker process that belongs to one journey and no other attempt uses at the
 * same time. Workers are kept for the next runs of their journey; one that crashed, was left with
 * running timers or sent what it must not is replaced.
 */
export function workerSandbox(options: SandboxOptions): WorkerSandbox {
  const pool = new WorkerPool(options);
  let browserMode: BrowserMode | 'auto' = options.settings.browserMode;
  void sweepWorkerFolders();

  return {
    warm: async () => pool.warm(),
    attempt: async (request, onProgress = ignore) => {
      // Before the journey runs, which may replace the folder by a link.
      const folder = await folderOf(request);
      const loan = await pool.take(request);
      if (loan === null) return stoppedAttempt(request);
      try {
        const result = await loan.worker.attempt(request, browserMode, onProgress);
        loan.worker.endIfFull();
        if (browserMode === 'auto') browserMode = loan.worker.learnedMode ?? browserMode;

        return await checkedEvidence(result, request, folder);
      } finally {
        pool.release(loan);
      }
    },
    dispose: async () => pool.dispose(),
  };
}

async function folderOf({ plan, evidenceDir }: AttemptRequest): Promise<EvidenceFolder | null> {
  // API journeys have no evidence.
  return evidenceDir === null || plan.kind === 'api' ? null : evidenceFolder(evidenceDir);
}

function ignore(_progress: AttemptProgress): void {
  // The caller does not follow the progress.
}

function stoppedAttempt(request: AttemptRequest): AttemptResult {
  const loss = {
    code: null,
    signal: null,
    stderr: '',
    killedFor: 'stopped',
    breach: null,
  } as const;

  return lostAttempt(request, attemptLedger().read(), loss);
}
