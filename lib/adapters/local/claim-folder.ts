import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The claim of one process on a folder, or the process that has it. */
export type FolderClaim =
  | { readonly kind: 'ours'; readonly release: () => void }
  | { readonly kind: 'taken'; readonly pid: number; readonly file: string };

/**
 * Claims that this is the only process of its sort in a folder, by a file with its id. The file of a
 * process that has ended counts for nothing.
 */
export function claimFolder(dir: string, name: string): FolderClaim {
  const file = path.join(dir, `${name}.pid`);
  mkdirSync(dir, { recursive: true });
  const pid = readPid(file);
  if (pid !== null && pid !== process.pid && isAlive(pid)) return { kind: 'taken', pid, file };
  writeFileSync(file, String(process.pid));

  return { kind: 'ours', release: () => rmSync(file, { force: true }) };
}

/** The process that has a claim of this name on a folder; null: none that lives. */
export function claimantOf(dir: string, name: string): number | null {
  const pid = readPid(path.join(dir, `${name}.pid`));

  return pid !== null && isAlive(pid) ? pid : null;
}

function readPid(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));

    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    // No such file: nobody claims the folder.
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
