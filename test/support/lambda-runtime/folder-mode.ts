import { chmodSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** All users may read and none may make files. Root may: for root, functions run as another user. */
export const READ_ONLY = 0o555;
export const WRITABLE = 0o755;

/** Gives a folder and all folders in it a mode. */
export function setMode(dir: string, mode: number): void {
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) chmodSync(path.join(entry.parentPath, entry.name), mode);
  }
  chmodSync(dir, mode);
}
