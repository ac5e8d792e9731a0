import { readFile } from 'node:fs/promises';

/** The kernel's account of this control group. https://docs.kernel.org/admin-guide/cgroup-v2.html */
const EVENTS_FILE = '/sys/fs/cgroup/memory.events';

/** How many processes of this container the kernel has killed for want of memory; null: unknown. */
export async function outOfMemoryKills(): Promise<number | null> {
  const text = await readFile(EVENTS_FILE, 'utf8').catch(() => '');
  const count = /^oom_kill (\d+)$/m.exec(text)?.[1];

  return count === undefined ? null : Number(count);
}
