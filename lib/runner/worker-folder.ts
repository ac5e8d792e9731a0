import { mkdtempSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from '../adapters/browser/process-alive.ts';

const PREFIX = 'waywiser-worker-';
/** Another machine's process may own a folder of a shared disk: only what rests is an orphan. */
const ORPHAN_AFTER_MS = 3_600_000;

/**
 * Makes a folder for the temporary files of one worker and its browser. Whatever a killed browser
 * leaves is in it, and goes with it. Null where none can be made: the worker then uses the
 * system's, and its trouble with the disk is its own to report.
 */
export function makeWorkerFolder(): string | null {
  try {
    return mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  } catch {
    return null;
  }
}

/** Removes the folder of a worker that is gone. Never rejects. */
export async function removeWorkerFolder(folder: string | null): Promise<void> {
  if (folder === null) return;
  try {
    // A process that is being killed may still write for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  } catch {
    // What could not be removed now is swept once this process has ended.
  }
}

/** Removes the folders of workers whose parent was killed before it could. Never rejects. */
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
