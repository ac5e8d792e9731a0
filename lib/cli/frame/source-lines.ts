import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The lines of a source file, for a code frame; null where it cannot be read. */
export function sourceLines(file: string | null, cwd: string): readonly string[] | null {
  if (file === null) return null;
  try {
    return readFileSync(path.resolve(cwd, file), 'utf8').split('\n');
  } catch {
    // The frame is an extra: without the file, its path and line are still printed.
    return null;
  }
}
