import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

const BYTES_PER_MB = 1_048_576;

/**
 * Limit of a function's code with its layers, unzipped.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const UNZIPPED_LIMIT_BYTES = 250 * BYTES_PER_MB;

/** Reserve below the limit, so that a package's next version does not block a deployment. */
export const SPARE_BYTES = 15 * BYTES_PER_MB;

/** Total size of all files below a folder, in bytes. */
export function folderBytes(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });

  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => lstatSync(path.join(entry.parentPath, entry.name)).size)
    .reduce((sum, size) => sum + size, 0);
}

/**
 * Throws a RangeError that lists each folder's size when they exceed Lambda's limit less the
 * reserve.
 */
export function assertFitsLambda(functionName: string, folders: readonly string[]): void {
  const sizes = folders.map((folder) => ({ folder, bytes: folderBytes(folder) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= UNZIPPED_LIMIT_BYTES - SPARE_BYTES) return;
  const parts = sizes.map(({ folder, bytes }) => `"${folder}" ${megabytes(bytes)} MB`);
  throw new RangeError(
    `Cannot deploy "${functionName}": its unzipped code has ${megabytes(total)} MB ` +
      `(${parts.join(', ')}); expected at most ${megabytes(UNZIPPED_LIMIT_BYTES - SPARE_BYTES)} MB, ` +
      `which is Lambda's limit of ${megabytes(UNZIPPED_LIMIT_BYTES)} MB less ` +
      `a reserve of ${megabytes(SPARE_BYTES)} MB`,
  );
}

function megabytes(bytes: number): string {
  return (bytes / BYTES_PER_MB).toFixed(1);
}
