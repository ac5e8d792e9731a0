import { type ChildProcess, spawn } from 'node:child_process';

/** A target that is started on this machine. */
export interface LocalTargetOptions {
  readonly command: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly cwd: string;
  readonly guardPath: string;
  /** Default: this process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A target that answers at its URL. */
export interface RunningTarget {
  /** False if it answered before it was started. */
  readonly started: boolean;
  stop(): Promise<void>;
}

const POLL_MS = 100;
const PROBE_TIMEOUT_MS = 2_000;
const MAX_OUTPUT_CHARACTERS = 4_000;

/**
 * Starts the target's command unless its URL already answers, and waits until it does. Throws an
 * Error with the command's last output if it exits or does not answer in time.
 */
export async function startLocalTarget(options: LocalTargetOptions): Promise<RunningTarget> {
  if (await answers(options.url)) return { started: false, stop: async () => {} };
  const guard = spawn(process.execPath, [options.guardPath, options.command], {
    cwd: options.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.environment && { env: options.environment }),
    detached: process.platform !== 'win32',
  });
  const output = lastOutput(guard);
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
    `Cannot start the local target "${options.command}": ${problem}; expected ${options.url} to answer${output()}`,
  );
}

async function becomesReady(
  guard: ChildProcess,
  options: LocalTargetOptions,
): Promise<string | null> {
  const deadline = performance.now() + options.timeoutMs;
  while (performance.now() < deadline) {
    if (await answers(options.url)) return null;
    if (guard.exitCode !== null) return `it exited with code ${guard.exitCode}`;
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
    // Nothing listens yet, or the server is not ready.
    return false;
  }
}

function lastOutput(guard: ChildProcess): () => string {
  let output = '';
  for (const stream of [guard.stdout, guard.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT_CHARACTERS);
    });
  }

  return () => (output.trim() === '' ? '' : `\n${output.trim()}`);
}
