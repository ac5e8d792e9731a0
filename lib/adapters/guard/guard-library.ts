import { existsSync } from 'node:fs';
import path from 'node:path';

/** The guard's library, loaded into this process as an addon; there it replaces nothing. */
export interface GuardLibrary {
  /** For `LD_PRELOAD` of a worker. */
  readonly path: string;
  /**
   * Makes the environment and memory of this process unreadable for others of the same user. 0, or
   * the number of the kernel's error.
   */
  protect(): number;
  /**
   * Makes this process return large blocks of memory to the system as soon as they are free. 1, or 0
   * where the C library has no such setting.
   */
  limitMemory(): number;
}

/** Folder next to the built code with one library for each platform. */
const FOLDER = 'guard';
const FILE = 'waywiser-guard.so';

/** The library for this machine; null where there is none or it cannot be loaded. */
export function guardLibrary(builtDir: string): GuardLibrary | null {
  const file = path.join(builtDir, FOLDER, `${process.platform}-${process.arch}`, FILE);
  if (process.platform !== 'linux' || !existsSync(file)) return null;
  const addon: { exports: unknown } = { exports: {} };
  try {
    process.dlopen(addon, file);
  } catch {
    // A system that does not run such files, or does not run them from this disk.
    return null;
  }

  return isAddon(addon.exports) ? { path: file, ...addon.exports } : null;
}

function isAddon(value: unknown): value is Omit<GuardLibrary, 'path'> {
  return (
    typeof value === 'object' && value !== null && 'protect' in value && 'limitMemory' in value
  );
}
