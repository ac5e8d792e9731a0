import { mkdtempSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from '../adapters/browser/process-alive.ts';

const PREFIX = 'waywiser-worker-';
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
