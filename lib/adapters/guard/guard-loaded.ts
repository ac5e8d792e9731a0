import { readFileSync } from 'node:fs';

/** The end of the library's path, also of a copy. */
const FILE = /guard\.so$/m;

/**
 * Whether the guard's library is in this process, as the kernel sees it. A loader that could not load
 * it goes on without.
 */
export function isGuardLoaded(): boolean {
  try {
    return FILE.test(readFileSync('/proc/self/maps', 'utf8'));
  } catch {
    // Not Linux.
    return false;
  }
}
