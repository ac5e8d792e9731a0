import { copyFileSync } from 'node:fs';
import path from 'node:path';

const NAME = 'journey.cjs';

/**
 * Copies a journey's bundle and source map into the folder of its worker, which may read no other
 * bundle. Returns the copy's path; the bundle's own if it cannot be copied, so that the worker says
 * what is wrong with it.
 */
export function copyBundle(bundlePath: string, folder: string): string {
  const copy = path.join(folder, NAME);
  try {
    copyFileSync(bundlePath, copy);
  } catch {
    return bundlePath;
  }
  try {
    copyFileSync(`${bundlePath}.map`, `${copy}.map`);
  } catch {
    // Without a source map, positions refer to the bundle.
  }

  return copy;
}
