import { accessSync, constants, statSync } from 'node:fs';
import { errorCode } from '../../adapters/base/node-error.ts';
import { type Paths, STATE_VARIABLE } from './paths.ts';

/** Why a folder cannot be used, by the code of the system's error. */
const REASONS: Readonly<Record<string, string>> = {
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this user may not read and write it',
  EPERM: 'this user may not read and write it',
  EROFS: 'it is on a disk that is mounted read-only',
};

/**
 * Throws an Error with the remedy if there is a folder of the local state that this process cannot read
 * and write: a history that cannot be read is not an empty one. A folder that is missing is usable.
 * Readers need to write as well: the database is locked while it is open.
 */
export function requireUsableState({ stateDir }: Pick<Paths, 'stateDir'>): void {
  try {
    const state = statSync(stateDir);
    if (!state.isDirectory()) throw unusable(stateDir, 'it is a file');
    accessSync(stateDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return;
    // Ours, which says why already.
    if (code === '') throw error;
    throw unusable(stateDir, REASONS[code] ?? code);
  }
}

function unusable(stateDir: string, reason: string): Error {
  return new Error(
    `Cannot use the state in "${stateDir}": ${reason}; expected a folder that this user can read and write, ` +
      `or ${STATE_VARIABLE} with another folder`,
  );
}
