import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from './process-alive.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../base/node-error.ts';

/** How a folder is filled, and how a whole one is told from a half. */
export interface FolderWork {
  readonly isWhole: (folder: string) => Promise<boolean>;
  readonly fill: (folder: string) => Promise<void>;
}

/** Fills a folder once, whoever else wants it at the same time; returns its path. */
export async function folderOnce(target: string, work: FolderWork): Promise<string> {
  if (await work.isWhole(target)) return target;
  await mkdir(path.dirname(target), { recursive: true });
  await withUnpackLock(`${target}.lock`, {
    isDone: () => work.isWhole(target),
    work: () => fillBeside(target, work),
  });

  return target;
}

/** Fills a folder beside the target and renames it, so that whoever sees the folder sees all of it. */
async function fillBeside(target: string, work: FolderWork): Promise<void> {
  const partial = `${target}.partial-${process.pid}-${Date.now()}`;
  await removeLeftovers(target);
  await mkdir(partial, { recursive: true });
  try {
    await work.fill(partial);
    if (!(await work.isWhole(target))) await rm(target, { recursive: true, force: true });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!(await work.isWhole(target))) throw error;
  }
}

/** Folders that a killed process left half-filled: their name carries its number. */
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

/** How often a waiting process looks whether the other is done. */
const POLL_MS = 50;
/** After this long nobody waits any more. */
const PATIENCE_MS = 120_000;

/** Work that several processes want done once. */
interface LockedWork {
  readonly isDone: () => Promise<boolean>;
  readonly work: () => Promise<void>;
}

/** Does the work in one process while others wait for it; a lock whose holder died is taken over. */
async function withUnpackLock(lockPath: string, task: LockedWork): Promise<void> {
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
