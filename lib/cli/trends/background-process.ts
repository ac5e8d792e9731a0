import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import type { Io } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';

/** Lower than that of everything a person waits for. */
const PRIORITY = 10;

/** Starts a command of this product as a process of low priority. */
export function spawnBackground(
  args: readonly string[],
  { commandPath }: Pick<Paths, 'commandPath'>,
  { env, cwd }: Pick<Io, 'env' | 'cwd'>,
): ChildProcess {
  const child = spawn(process.execPath, [commandPath, ...args], {
    cwd,
    env,
    stdio: 'pipe',
  });
  if (child.pid !== undefined) yieldPriority(child.pid);

  return child;
}

/** The output of such a process, once it has ended. Throws an Error with its error output if it failed. */
export async function backgroundOutput(child: ChildProcess): Promise<string> {
  const written = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (written.out += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (written.err += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(written.err.trim() || `its process ended with code ${code}`);

  return written.out;
}

function yieldPriority(pid: number): void {
  try {
    os.setPriority(pid, PRIORITY);
  } catch {
    // It has ended already, or the system knows no priorities: it takes its share as any other.
  }
}
