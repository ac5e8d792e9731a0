import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './error-code.ts';
import { isAlive } from './process-alive.ts';

/** How often a waiting process looks whether the other is done. */
const POLL_MS = 50;
/** After this long nobody waits any more. */
const PATIENCE_MS = 120_000;

/** Work that several processes want done once. */
export interface LockedWork {
  readonly isDone: () => Promise<boolean>;
  readonly work: () => Promise<void>;
}

/** Does the work in one process while others wait for it; a lock whose holder died is taken over. */
export async function withUnpackLock(lockPath: string, task: LockedWork): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await take(lockPath))) {
    if (await task.isDone()) return;
    await releaseIfDead(lockPath);
    if (performance.now() > deadline) {
      throw new Error(`another process has held "${lockPath}" for ${PATIENCE_MS / 1000} s`);
    }
    await delay(POLL_MS);
  }
  try {
    if (!(await task.isDone())) await task.work();
  } finally {
    await rm(lockPath, { force: true });
  }
}

async function take(lockPath: string): Promise<boolean> {
  try {
    await writeFile(lockPath, `${process.pid}`, { flag: 'wx' });

    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function releaseIfDead(lockPath: string): Promise<void> {
  const text = await readFile(lockPath, 'utf8').catch(() => '');
  // Empty: its holder has made the file and not yet written its number.
  if (text === '' || isAlive(Number(text))) return;
  await rm(lockPath, { force: true });
}
