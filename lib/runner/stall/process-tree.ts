import type { OwnProcess } from '../own-processes.ts';

/** Listing the processes of a browser takes some milliseconds. */
const LIST_INTERVAL_MS = 1_000;

/** The ids of a browser's processes, which change rarely: listed once a second. */
export function processTree(list: () => readonly OwnProcess[]): () => readonly number[] {
  let pids: readonly number[] = [];
  let listedAtMs = -LIST_INTERVAL_MS;

  return () => {
    const nowMs = performance.now();
    if (nowMs - listedAtMs >= LIST_INTERVAL_MS) {
      pids = list().map(({ pid }) => pid);
      listedAtMs = performance.now();
    }

    return pids;
  };
}
