import { readFile, statfs } from 'node:fs/promises';
import os from 'node:os';
import { RunFailure } from '../../core/record/outcome.ts';

/**
 * A run's profile, cache and screenshot need about 30 MB; with less space, failures look like
 * crashes.
 */
const MIN_FREE_BYTES = 64 * 1024 * 1024;

/** A `monitor.disk` failure if the folder for temporary files is nearly full; else null. */
export async function freeSpaceFailure(
  dir = os.tmpdir(),
  minBytes = MIN_FREE_BYTES,
): Promise<RunFailure | null> {
  const space = await statfs(dir).catch(() => null);
  if (space === null) return null;
  const free = space.bavail * space.bsize;
  if (free >= minBytes) return null;

  return new RunFailure(
    'monitor.disk',
    `Cannot run a browser: "${dir}" has ${megabytes(free)} MB of free space, and a run needs ` +
      `${megabytes(minBytes)} MB; free some space, or set TMPDIR to another disk`,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}

/**
 * The kernel's memory events of this control group.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
const EVENTS_FILE = '/sys/fs/cgroup/memory.events';

/**
 * Number of processes of this container that the kernel has killed for lack of memory; null if
 * unknown.
 */
export async function outOfMemoryKills(): Promise<number | null> {
  const text = await readFile(EVENTS_FILE, 'utf8').catch(() => '');
  const count = /^oom_kill (\d+)$/m.exec(text)?.[1];

  return count === undefined ? null : Number(count);
}
