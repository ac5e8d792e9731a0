import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { EvidenceFiles } from '../../core/dashboard/dashboard-ports.ts';
import type { EvidenceItem } from '../../core/record/run-record.ts';

/** Where evidence lies on this machine. */
export interface EvidenceFolderOptions {
  /** What paths in records are relative to. */
  readonly projectDir: string;
  /** Nothing outside of it is ever read. */
  readonly evidenceRoot: string;
  /** A shell line that opens a trace. */
  readonly traceCommand: (path: string) => string;
}

/**
 * Evidence on this machine. A record is data: the path in it is followed only to a file that really
 * lies below the evidence folder, wherever links lead.
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
    // Nothing lies there, or a path that no file can have: evidence is removed after a time.
    return null;
  }
}

/** Opened with the first chunk; never more than was said, though the file may grow. */
async function* chunksOf(file: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  if (sizeBytes === 0) return;
  const chunks: AsyncIterable<Uint8Array> = createReadStream(file, { end: sizeBytes - 1 });
  yield* chunks;
}
