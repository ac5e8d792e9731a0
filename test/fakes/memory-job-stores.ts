import type { WatchStore } from '../../lib/core/jobs/job-ports.ts';
import type { LateDay } from '../../lib/core/jobs/late-days.ts';
import type { Watch } from '../../lib/core/jobs/watch.ts';

/** Keeps what is watched in memory. */
export function memoryWatchStore(): WatchStore {
  const watches = new Map<string, Watch>();
  const late = new Map<string, LateDay>();
  let looked: string | null = null;

  return {
    listWatches: async () => [...watches.values()],
    putWatch: async (watch) => void watches.set(`${watch.journey}#${watch.region}`, watch),
    lastScan: async () => looked,
    putLastScan: async (lookedTo) => void (looked = lookedTo),
    noteLate: async (day) => void late.set(keyOf(day), day),
    lateDays: async () => [...late.values()],
    markCorrected: async (day) => {
      if (late.get(keyOf(day))?.notedAt === day.notedAt) late.delete(keyOf(day));
    },
  };
}

function keyOf({ journey, region, day }: LateDay): string {
  return JSON.stringify([journey, region, day]);
}
