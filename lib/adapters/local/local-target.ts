import { type ChildProcess, spawn } from 'node:child_process';

/** A target that is served on this machine. */
export interface LocalTargetOptions {
  readonly command: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly cwd: string;
  readonly guardPath: string;
  /** Default: this process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A target that answers. */
export interface RunningTarget {
  /** False where it answered before anything was started. */
  readonly started: boolean;
  stop(): Promise<void>;
}

const POLL_MS = 100;
const PROBE_TIMEOUT_MS = 2_000;
const WORDS_KEPT = 4_000;

/**
 * Starts the target's command unless its URL answers already, and waits until it does. Throws an
 * Error with the command's last words where it ends or stays silent.
 */
export async function startLocalTarget(options: LocalTargetOptions): Promise<RunningTarget> {
  if (await answers(options.url)) return { started: false, stop: async () => {} };
  const guard = spawn(process.execPath, [options.guardPath, options.command], {
    cwd: options.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.environment && { env: options.environment }),
    detached: process.platform !== 'win32',
  });
  const words = lastWords(guard);
  const gone = new Promise<void>((resolve) => {
    guard.once('close', () => resolve());
  });

  async function stop(): Promise<void> {
    guard.stdin.end();
    await gone;
  }
  const problem = await becomesReady(guard, options);
  if (problem === null) return { started: true, stop };
  await stop();
  throw new Error(
    `Cannot start the local target "${options.command}": ${problem}; expected ${options.url} to answer${words()}`,
  );
}

async function becomesReady(
  guard: ChildProcess,
  options: LocalTargetOptions,
): Promise<string | null> {
  const deadline = performance.now() + options.timeoutMs;
  while (performance.now() < deadline) {
    if (await answers(options.url)) return null;
    if (guard.exitCode !== null) return `it ended with exit code ${guard.exitCode}`;
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS);
    });
  }

  return `no answer within ${options.timeoutMs / 1000} s`;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.body?.cancel();

    return true;
  } catch {
    // Nobody listens yet, or what listens is not ready.
    return false;
  }
}

function lastWords(guard: ChildProcess): () => string {
  let words = '';
  for (const stream of [guard.stdout, guard.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString('utf8')).slice(-WORDS_KEPT);
    });
  }

  return () => (words.trim() === '' ? '' : `\n${words.trim()}`);
}
