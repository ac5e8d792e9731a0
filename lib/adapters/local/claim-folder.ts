import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PRIVATE_FOLDER_MODE } from './private-files.ts';
import { processStart } from './process-start.ts';
import { writeStateFile } from './state-file.ts';

/** Result of claiming a folder: the claim, or the process that holds it. */
export type FolderClaim =
  | { readonly kind: 'ours'; readonly release: () => void }
  | { readonly kind: 'taken'; readonly pid: number; readonly file: string };

/** What the file of a claim holds. */
interface Claimant {
  readonly pid: number;
  /** When its process started; null: the file does not say. */
  readonly startedAt: string | null;
}

/**
 * Claims a folder for one process of a kind, with a file that contains its process id and when it
 * started. The file of a process that has ended is ignored, also if another one has its id now.
 */
export function claimFolder(dir: string, name: string): FolderClaim {
  const file = fileOf(dir, name);
  mkdirSync(dir, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const pid = claimantOf(dir, name);
  if (pid !== null && pid !== process.pid) return { kind: 'taken', pid, file };
  writeStateFile(file, `${process.pid}\n${processStart(process.pid) ?? ''}\n`);

  return { kind: 'ours', release: () => rmSync(file, { force: true }) };
}

/** Process id of a claim's holder; null if no running process holds it. */
export function claimantOf(dir: string, name: string): number | null {
  const claimant = readClaim(fileOf(dir, name));
  if (claimant === null || !isAlive(claimant.pid)) return null;
  const { pid, startedAt } = claimant;
  const start = processStart(pid);

  return startedAt === null || start === null || start === startedAt ? pid : null;
}

function fileOf(dir: string, name: string): string {
  return path.join(dir, `${name}.pid`);
}

function readClaim(file: string): Claimant | null {
  try {
    const [first = '', second = ''] = readFileSync(file, 'utf8').split('\n');
    const pid = Number(first);
    if (!Number.isInteger(pid) || pid <= 0) return null;

    return { pid, startedAt: second === '' ? null : second };
  } catch {
    // No such file: the folder is not claimed.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);

    return true;
  } catch (error) {
    // A process of another user, which may not be signalled, is alive.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}
