import type { DatedRollup, RollupStore, WatchStore } from '../../lib/core/jobs/job-ports.ts';
import type { Watch } from '../../lib/core/jobs/watch.ts';

/** Keeps what is watched in memory. */
export function memoryWatchStore(): WatchStore {
  const watches = new Map<string, Watch>();
  let looked: string | null = null;

  return {
    listWatches: async () => [...watches.values()],
    putWatch: async (watch) => void watches.set(`${watch.journey}#${watch.region}`, watch),
    lastLook: async () => looked,
    putLastLook: async (lookedTo) => void (looked = lookedTo),
  };
}

/** Keeps rollups in memory, and counts how often one was put. */
export function memoryRollupStore(): RollupStore & { puts: number } {
  const items = new Map<string, DatedRollup>();

  return {
    puts: 0,
    queryRollups: async ({ journey, region }, span, { since, until }) =>
      [...items]
        .filter(([key]) => key.startsWith(`${span}#${journey}#${region}#`))
        .map(([, dated]) => dated)
        .filter(({ startsAt }) => startsAt >= since && startsAt < until)
        .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
    async putRollup({ journey, region }, span, dated) {
      this.puts += 1;
      items.set(`${span}#${journey}#${region}#${dated.startsAt}`, structuredClone(dated));
    },
  };
}
