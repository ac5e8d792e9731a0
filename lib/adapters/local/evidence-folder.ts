import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { EvidenceFiles } from '../../core/dashboard/dashboard-ports.ts';
import type { EvidenceItem } from '../../core/record/run-record.ts';

/** Folders of the evidence on this machine. */
export interface EvidenceFolderOptions {
  /** Folder that paths in records are relative to. */
  readonly projectDir: string;
  /** Files outside this folder are never read. */
  readonly evidenceRoot: string;
  /** Shell command that opens a trace. */
  readonly traceCommand: (path: string) => string;
}

/**
 * Evidence on this machine. Paths of records are not trusted: a file is read only if it is inside
 * the evidence folder after links are resolved.
 */
export function evidenceFolder(options: EvidenceFolderOptions): EvidenceFiles {
  return {
    viewOf: async (_record, item) => {
      const isThere = (await fileOf(item, options)) !== null;

      return {
        item,
        available: isThere,
        command: isThere && item.kind === 'trace' ? options.traceCommand(item.path) : null,
      };
    },
    open: async (_record, item) => {
      const found = await fileOf(item, options);

      return found === null
        ? null
        : { sizeBytes: found.sizeBytes, chunks: chunksOf(found.file, found.sizeBytes) };
    },
  };
}

async function fileOf(
  item: EvidenceItem,
  { projectDir, evidenceRoot }: EvidenceFolderOptions,
): Promise<{ readonly file: string; readonly sizeBytes: number } | null> {
  try {
    const root = await realpath(evidenceRoot);
    const file = await realpath(path.resolve(projectDir, item.path));
    if (!file.startsWith(root + path.sep)) return null;
    const stats = await stat(file);

    return stats.isFile() ? { file, sizeBytes: stats.size } : null;
  } catch {
    // The file does not exist (evidence expires), or the path is invalid.
    return null;
  }
}

/**
 * The file is opened with the first chunk, and never more than `sizeBytes` are read, even if it
 * grows.
 */
async function* chunksOf(file: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  if (sizeBytes === 0) return;
  const chunks: AsyncIterable<Uint8Array> = createReadStream(file, { end: sizeBytes - 1 });
  yield* chunks;
}
