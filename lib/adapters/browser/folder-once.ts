import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from './process-alive.ts';
import { withUnpackLock } from './unpack-lock.ts';

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
