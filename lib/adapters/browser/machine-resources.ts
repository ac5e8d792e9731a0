import { readFile, statfs } from 'node:fs/promises';
import os from 'node:os';
import { RunFailure } from '../../core/record/outcome.ts';

/** A run's profile, cache and screenshot need some 30 MB; below this, failures look like crashes. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;

/** A failure where the folder for temporary files is nearly full; null where there is space. */
export async function freeSpaceFailure(
  dir = os.tmpdir(),
  leastBytes = MIN_FREE_BYTES,
): Promise<RunFailure | null> {
  const space = await statfs(dir).catch(() => null);
  if (space === null) return null;
  const free = space.bavail * space.bsize;
  if (free >= leastBytes) return null;

  return new RunFailure(
    'monitor.disk',
    `Cannot run a browser: "${dir}" has ${megabytes(free)} MB left, and a run needs ` +
      `${megabytes(leastBytes)} MB; free some, or point TMPDIR elsewhere`,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}

/** The kernel's account of this control group. https://docs.kernel.org/admin-guide/cgroup-v2.html */
const EVENTS_FILE = '/sys/fs/cgroup/memory.events';

/** How many processes of this container the kernel has killed for want of memory; null: unknown. */
export async function outOfMemoryKills(): Promise<number | null> {
  const text = await readFile(EVENTS_FILE, 'utf8').catch(() => '');
  const count = /^oom_kill (\d+)$/m.exec(text)?.[1];

  return count === undefined ? null : Number(count);
}
