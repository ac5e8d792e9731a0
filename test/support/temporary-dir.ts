import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes a folder that nothing else uses, and can be removed with all that is in it. */
export async function temporaryDir(): Promise<{
  readonly path: string;
  readonly remove: () => Promise<void>;
}> {
  const dir = await mkdtemp(path.join(tmpdir(), 'waywiser-test-'));

  return { path: dir, remove: () => rm(dir, { recursive: true, force: true }) };
}
