import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { instantOfRunId, isRunId } from '../../core/store/run-id.ts';

/** The folder of a run's evidence. */
export interface EvidenceOfRun {
  readonly runId: string;
  /** The instant of the run, ISO 8601. */
  readonly at: string;
}

/** The runs that have a folder of evidence, in any order. Other folders there are not ours. */
export async function listEvidence(evidenceRoot: string): Promise<readonly EvidenceOfRun[]> {
  return (await namesIn(evidenceRoot))
    .filter(isRunId)
    .map((runId) => ({ runId, at: instantOfRunId(runId) }));
}

/** Bytes of the files in a folder and the folders below it; 0 if there is none. */
export async function folderBytes(dir: string): Promise<number> {
  let sizeBytes = 0;
  for (const name of await namesIn(dir, { recursive: true })) {
    sizeBytes += await fileBytes(path.join(dir, name));
  }

  return sizeBytes;
}

/** Deletes a run's folder of evidence. */
export async function deleteEvidence(evidenceRoot: string, runId: string): Promise<void> {
  await rm(path.join(evidenceRoot, runId), { recursive: true, force: true });
}

async function namesIn(
  dir: string,
  { recursive = false }: { readonly recursive?: boolean } = {},
): Promise<readonly string[]> {
  try {
    return await readdir(dir, { recursive });
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

async function fileBytes(file: string): Promise<number> {
  try {
    const stats = await stat(file);

    return stats.isFile() ? stats.size : 0;
  } catch (error) {
    // Compacted or expired since the folder was listed.
    if (isGone(error)) return 0;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
