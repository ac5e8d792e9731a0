import { lstatSync, mkdtempSync, opendirSync, statfsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from '../adapters/browser/process-alive.ts';

const PREFIX = 'waywiser-worker-';
/** A browser's profile has some hundred. */
const MAX_FILES = 5_000;
/** On a shared disk another machine's process may own a folder: only old folders are orphans. */
const ORPHAN_AFTER_MS = 3_600_000;

/**
 * Creates a folder for the temporary files of one worker and its browser, so that the files of a
 * killed browser are removed with it. Null if it cannot be created: the worker then uses the
 * system's folder and reports disk problems itself.
 */
export function makeWorkerFolder(): string | null {
  try {
    return mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  } catch {
    return null;
  }
}

/** Removes the folder of a worker that has exited. Never rejects. */
export async function removeWorkerFolder(folder: string | null): Promise<void> {
  if (folder === null) return;
  try {
    // A process that is being killed may still write for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  } catch {
    // Remaining files are removed by a later sweep, once this process has ended.
  }
}

/**
 * Whether the files that a worker keeps between runs are few: on a function's disk of 512 MB, others
 * need space as well. Counts up to the limits only, and without waiting: the run's result waits for it.
 */
export function isSmallFolder(folder: string, maxBytes: number): boolean {
  const folders = [folder];
  let bytes = 0;
  let files = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const { name, isFolder, sizeBytes } of entriesOf(next)) {
      files += 1;
      bytes += sizeBytes;
      if (files > MAX_FILES || bytes > maxBytes) return false;
      if (isFolder) folders.push(path.join(next, name));
    }
  }

  return true;
}

/** Free space and free entries of a disk; null: unknown. */
export type DiskRoom = { readonly bytes: number; readonly files: number } | null;

/** The room on the disk of a folder: one system call. */
export function diskRoom(folder: string): DiskRoom {
  try {
    const { bavail, bsize, ffree } = statfsSync(folder);

    return { bytes: bavail * bsize, files: ffree };
  } catch {
    return null;
  }
}

/**
 * Whether a folder can have grown beyond half of its limits since its disk had this room. Counting its
 * files after each run would cost a run of an API journey 2% of its time.
 */
export function mayHaveGrown(before: DiskRoom, now: DiskRoom, maxBytes: number): boolean {
  if (before === null || now === null) return true;

  return before.bytes - now.bytes > maxBytes / 2 || before.files - now.files > MAX_FILES / 2;
}

function* entriesOf(
  folder: string,
): Generator<{ readonly name: string; readonly isFolder: boolean; readonly sizeBytes: number }> {
  try {
    const dir = opendirSync(folder);
    try {
      for (let each = dir.readSync(); each !== null; each = dir.readSync()) {
        const { size } = lstatSync(path.join(folder, each.name));
        yield { name: each.name, isFolder: each.isDirectory(), sizeBytes: size };
      }
    } finally {
      dir.closeSync();
    }
  } catch {
    // The browser removed it in the meantime.
  }
}

/** Removes folders of workers whose parent process was killed. Never rejects. */
export async function sweepWorkerFolders(): Promise<void> {
  const names = await readdir(os.tmpdir()).catch(() => []);
  const ours = names.filter((name) => name.startsWith(PREFIX));
  await Promise.all(ours.map(async (name) => sweepOne(path.join(os.tmpdir(), name))));
}

async function sweepOne(folder: string): Promise<void> {
  const parent = Number(path.basename(folder).slice(PREFIX.length).split('-')[0]);
  if (isAlive(parent)) return;
  const found = await stat(folder).catch(() => null);
  if (found === null || Date.now() - found.mtimeMs < ORPHAN_AFTER_MS) return;
  await removeWorkerFolder(folder);
}
