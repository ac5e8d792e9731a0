import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Writes a small file of state so that readers, and the next start after a power failure, find either
 * the old or the new content, never a part: into a draft that reaches the disk before it is renamed.
 */
export function writeStateFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const descriptor = openSync(draft, 'w');
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
