import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

const BYTES_PER_MB = 1_048_576;

/**
 * Of a function's code and its layers together, unzipped.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const UNZIPPED_LIMIT_BYTES = 250 * BYTES_PER_MB;

/** What must be left, so that the next version of a package does not stop a deployment. */
export const SPARE_BYTES = 15 * BYTES_PER_MB;

/** The bytes of all files below a folder. */
export function folderBytes(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });

  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => lstatSync(path.join(entry.parentPath, entry.name)).size)
    .reduce((sum, size) => sum + size, 0);
}

/** Throws, with the size of each folder, where Lambda would refuse them together, or nearly. */
export function assertFitsLambda(functionName: string, folders: readonly string[]): void {
  const sizes = folders.map((folder) => ({ folder, bytes: folderBytes(folder) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= UNZIPPED_LIMIT_BYTES - SPARE_BYTES) return;
  const parts = sizes.map(({ folder, bytes }) => `"${folder}" ${megabytes(bytes)} MB`);
  throw new RangeError(
    `Cannot deploy "${functionName}": unzipped it has ${megabytes(total)} MB ` +
      `(${parts.join(', ')}); expected at most ${megabytes(UNZIPPED_LIMIT_BYTES - SPARE_BYTES)} MB, ` +
      `which is Lambda's limit of ${megabytes(UNZIPPED_LIMIT_BYTES)} MB less ` +
      `${megabytes(SPARE_BYTES)} MB to spare`,
  );
}

function megabytes(bytes: number): string {
  return (bytes / BYTES_PER_MB).toFixed(1);
}
