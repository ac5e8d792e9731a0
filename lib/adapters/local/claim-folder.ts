import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PRIVATE_FOLDER_MODE } from './private-files.ts';

/** Result of claiming a folder: the claim, or the process that holds it. */
export type FolderClaim =
  | { readonly kind: 'ours'; readonly release: () => void }
  | { readonly kind: 'taken'; readonly pid: number; readonly file: string };

/**
 * Claims a folder for one process of a kind, with a file that contains its process id. The file of
 * a process that has ended is ignored.
 */
export function claimFolder(dir: string, name: string): FolderClaim {
  const file = path.join(dir, `${name}.pid`);
  mkdirSync(dir, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const pid = readPid(file);
  if (pid !== null && pid !== process.pid && isAlive(pid)) return { kind: 'taken', pid, file };
  writeFileSync(file, String(process.pid));

  return { kind: 'ours', release: () => rmSync(file, { force: true }) };
}

/** Process id of a claim's holder; null if no running process holds it. */
export function claimantOf(dir: string, name: string): number | null {
  const pid = readPid(path.join(dir, `${name}.pid`));

  return pid !== null && isAlive(pid) ? pid : null;
}

function readPid(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));

    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    // No such file: the folder is not claimed.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);

    return true;
  } catch {
    // No such process.
    return false;
  }
}
