import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Largest evidence file; the trace of a long journey has some 10 MB. */
const MAX_EVIDENCE_BYTES = 64 * 1_048_576;

/** Where a worker may write evidence, with every link of the way resolved before it ran. */
export interface EvidenceFolder {
  /** As the request has it, absolute. */
  readonly given: string;
  /** Without symbolic links. */
  readonly real: string;
}

/** Resolves the folder of an attempt, which need not exist yet, before its journey runs. */
export async function evidenceFolder(given: string): Promise<EvidenceFolder> {
  const absolute = path.resolve(given);
  const missing: string[] = [];
  for (let dir = absolute; ; dir = path.dirname(dir)) {
    const real = await realpath(dir).catch(() => null);
    if (real !== null) return { given: absolute, real: path.join(real, ...missing) };
    if (dir === path.dirname(dir)) return { given: absolute, real: absolute };
    missing.unshift(path.basename(dir));
  }
}

/**
 * Opens a file of evidence whose path a worker reported, and passes it to `use`. Throws a TypeError
 * unless it is a regular file of limited size within the folder, without a symbolic or hard link on
 * the way: the journey can create anything there, such as a link to the environment of this process.
 */
export async function withEvidenceFile<T>(
  file: string,
  folder: EvidenceFolder,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const inside = path.relative(folder.given, path.resolve(file));
  if (inside === '' || path.isAbsolute(inside) || inside.split(path.sep)[0] === '..') {
    throw new TypeError('it is outside the folder of its run');
  }
  // Without waiting: a FIFO has no writer. NOFOLLOW is undefined on Windows.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path.join(folder.given, inside), flags);
  try {
    await requirePlain(handle, path.join(folder.real, inside));

    return await use(handle);
  } finally {
    await handle.close();
  }
}

// Of the open file, and then of the path: a folder that is swapped in between changes one of them.
async function requirePlain(handle: FileHandle, expected: string): Promise<void> {
  const opened = await handle.stat();
  if (!opened.isFile() || opened.nlink !== 1) throw new TypeError('it is not a regular file');
  if (opened.size > MAX_EVIDENCE_BYTES) {
    throw new TypeError(`it has ${opened.size} bytes; expected at most ${MAX_EVIDENCE_BYTES}`);
  }
  const real = await realpath(expected);
  const there = await stat(real);
  if (real !== expected || there.ino !== opened.ino || there.dev !== opened.dev) {
    throw new TypeError('a link is on its way');
  }
}

/** Whether a file is one that {@link withEvidenceFile} accepts. */
export async function isEvidenceFile(file: string, folder: EvidenceFolder): Promise<boolean> {
  return withEvidenceFile(file, folder, async () => true).catch(() => false);
}
