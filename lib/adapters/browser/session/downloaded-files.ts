import type { FailureReason, RunFrame } from '../../../core/ports.ts';

/** One file, from the first byte of its answer on. */
export interface DownloadedFile {
  readonly id: string;
  readonly url: string;
  readonly step: string | null;
  readonly startMs: number;
  /** Whether a request of a page led to it, so that the record of the request has its times. */
  isRequested: boolean;
  bytes: number;
  endMs: number | null;
  error: string | null;
  /** Whether the journey gave it up, or it was too large. */
  isCancelled: boolean;
}

/** The files that pages of one attempt download. */
export interface DownloadedFiles {
  /** Adds one that begins now. */
  begin(id: string, url: string): DownloadedFile;
  find(id: string): DownloadedFile | undefined;
  all(): readonly DownloadedFile[];
  /** Bytes that all files take, with the copies that the journey made. */
  bytes(): number;
  /** Counts a copy. */
  noteCopy(bytes: number): void;
  /** The journey gives a file up itself, which may not have been reported yet. */
  noteCancelled(url: string): void;
  /** Files that are not complete yet. */
  pending(): readonly { readonly method: 'GET'; readonly url: string }[];
}

/** What all files of a run may take together: a tenth of the disk of a function in AWS (512 MB). */
export const MAX_DOWNLOAD_BYTES = 50 * 1024 * 1024;

/** Creates the empty list of one attempt. */
export function downloadedFiles(frame: RunFrame): DownloadedFiles {
  const files = new Map<string, DownloadedFile>();
  /** URLs of files that the journey gave up before their begin was reported here. */
  const given = new Set<string>();
  let copiedBytes = 0;

  return {
    begin: (id, url) => {
      const file = newFile(id, url, frame);
      file.isCancelled = given.delete(url);
      files.set(id, file);

      return file;
    },
    find: (id) => files.get(id),
    all: () => [...files.values()],
    bytes: () => [...files.values()].reduce((sum, file) => sum + file.bytes, copiedBytes),
    noteCopy: (size) => {
      copiedBytes += size;
    },
    noteCancelled: (url) => {
      const known = [...files.values()].filter((file) => file.url === url);
      for (const file of known) file.isCancelled = true;
      // Playwright's own session may be ahead of the one that reports here.
      if (known.length === 0) given.add(url);
    },
    pending: () => {
      const open = [...files.values()].filter(({ endMs, url }) => endMs === null && isWeb(url));

      return open.map(({ url }) => ({ method: 'GET', url }));
    },
  };
}

function newFile(id: string, url: string, frame: RunFrame): DownloadedFile {
  return {
    id,
    url,
    step: frame.currentStep(),
    startMs: frame.elapsedMs(),
    bytes: 0,
    endMs: null,
    error: null,
    isRequested: false,
    isCancelled: false,
  };
}

/** Whether an address is on the network; a page may also make a file itself (`blob:`, `data:`). */
export function isWeb(url: string): boolean {
  return /^https?:/.test(url);
}

/** Whether a call about a file failed because it is not complete. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Error && /^download\.\w+: canceled/.test(error.message);
}

/** The failure of the file that was cut off last; null: none was. */
export function interruptedDownload(files: readonly DownloadedFile[]): FailureReason | null {
  const broken = files.findLast((file) => file.error !== null && !file.isCancelled);
  if (broken === undefined) return null;

  return {
    cause: 'target.body',
    message: `The download of ${broken.url} was cut off: ${broken.error}`,
  };
}

/** The failure of a run whose downloads take too much. */
export function tooLargeDownload({ url }: DownloadedFile): FailureReason {
  const limit = MAX_DOWNLOAD_BYTES / 1024 / 1024;
  const name = isWeb(url) ? url : 'a file that a page made';

  return {
    cause: 'target.body',
    message: `The download of ${name} is too large: all downloads of a run may take ${limit} MB`,
  };
}
