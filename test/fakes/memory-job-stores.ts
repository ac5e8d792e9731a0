import type { WatchStore } from '../../lib/core/jobs/job-ports.ts';
import type { Watch } from '../../lib/core/jobs/watch.ts';

/** Keeps what is watched in memory. */
export function memoryWatchStore(): WatchStore {
  const watches = new Map<string, Watch>();
  let looked: string | null = null;

  return {
    listWatches: async () => [...watches.values()],
    putWatch: async (watch) => void watches.set(`${watch.journey}#${watch.region}`, watch),
    lastScan: async () => looked,
    putLastScan: async (lookedTo) => void (looked = lookedTo),
  };
}
