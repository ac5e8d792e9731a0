import { readFileSync } from 'node:fs';
import { errorCode } from './error-code.ts';

/** Errors of a file that is gone or that the disk cannot read any more. */
const LOST_CODES = new Set(['ENOENT', 'EIO', 'EISDIR', 'ENOTDIR']);

/**
 * A file's content; null if it is gone or the disk cannot read it. Throws for every other reason,
 * such as missing permission: such a file is not damaged.
 */
export function readFileIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (LOST_CODES.has(errorCode(error))) return null;
    throw error;
  }
}
