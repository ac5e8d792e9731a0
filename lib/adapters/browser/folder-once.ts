import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from './process-alive.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../base/node-error.ts';

/** How a folder is filled, and how a complete folder is recognised. */
export interface FolderWork {
  readonly isComplete: (folder: string) => Promise<boolean>;
  readonly fill: (folder: string) => Promise<void>;
}

/** Fills a folder once, even if several processes need it at the same time. Returns its path. */
export async function folderOnce(target: string, work: FolderWork): Promise<string> {
  if (await work.isComplete(target)) return target;
  await mkdir(path.dirname(target), { recursive: true });
  await withUnpackLock(`${target}.lock`, {
    isDone: () => work.isComplete(target),
    work: () => fillBeside(target, work),
  });

  return target;
}

/**
 * Fills a folder next to the target and renames it, so that no process sees a partly filled folder.
 */
async function fillBeside(target: string, work: FolderWork): Promise<void> {
  const partial = `${target}.partial-${process.pid}-${Date.now()}`;
  await removeLeftovers(target);
  await mkdir(partial, { recursive: true });
  try {
    await work.fill(partial);
    if (!(await work.isComplete(target))) await rm(target, { recursive: true, force: true });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!(await work.isComplete(target))) throw error;
  }
}

/** Removes partly filled folders of killed processes; the folder's name contains the process id. */
async function removeLeftovers(target: string): Promise<void> {
  const parent = path.dirname(target);
  const prefix = `${path.basename(target)}.partial-`;
  const names = await readdir(parent);
  const leftovers = names.filter(
    (name) => name.startsWith(prefix) && !isAlive(Number.parseInt(name.slice(prefix.length), 10)),
  );
  await Promise.all(
    leftovers.map((name) => rm(path.join(parent, name), { recursive: true, force: true })),
  );
}

/** Interval at which a waiting process checks the lock. */
const POLL_MS = 50;
/** Time limit for waiting. */
const WAIT_LIMIT_MS = 120_000;

/** Work that must be done once for several processes. */
interface LockedWork {
  readonly isDone: () => Promise<boolean>;
  readonly work: () => Promise<void>;
}

/**
 * Does the work in one process while others wait. The lock of a process that died is taken over.
 */
async function withUnpackLock(lockPath: string, task: LockedWork): Promise<void> {
  const deadline = performance.now() + WAIT_LIMIT_MS;
  while (!(await take(lockPath))) {
    if (await task.isDone()) return;
    await releaseIfDead(lockPath);
    if (performance.now() > deadline) {
      throw new Error(`another process has held "${lockPath}" for ${WAIT_LIMIT_MS / 1000} s`);
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
  // Empty: its holder has created the file and not yet written its process id.
  if (text === '' || isAlive(Number(text))) return;
  await rm(lockPath, { force: true });
}
