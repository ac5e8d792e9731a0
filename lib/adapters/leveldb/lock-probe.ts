import { linkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ClassicLevel } from 'classic-level';
import { errorCode } from './error-code.ts';
import { isLocked } from './level-error.ts';

/**
 * Holds the lock of a database without opening it; null: another process has it. Opening a damaged
 * database would delete what can still be saved. The lock is one of the file's inode: a database
 * beside it whose lock is a link to the same file holds both.
 */
export async function lockDatabase(dir: string): Promise<{ release(): Promise<void> } | null> {
  const beside = mkdtempSync(`${dir}.lock-`);
  const database = new ClassicLevel(beside);
  try {
    writeFileSync(path.join(dir, 'LOCK'), '', { flag: 'a' });
    linkLock(path.join(dir, 'LOCK'), path.join(beside, 'LOCK'));
    await database.open();
  } catch (error) {
    removeFolder(beside);
    if (isLocked(error)) return null;
    throw error;
  }

  return {
    release: async () => {
      await database.close();
      removeFolder(beside);
    },
  };
}

/** Some file systems have no links; there, the claim of the folder must do. */
function linkLock(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
  }
}

function removeFolder(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
}
