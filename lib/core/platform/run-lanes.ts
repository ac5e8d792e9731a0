/** A queue of work with limited concurrency. */
export interface RunLane {
  /** Runs `work` as soon as the limit allows; work that waits longer than `maxAgeMs` is given up. */
  add(work: LaneWork): void;
  /** Number of waiting and running pieces of work. */
  size(): number;
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
  /** Gives up all waiting work. */
  clear(): void;
}

/** One piece of work in a lane. Neither function may reject. */
interface LaneWork {
  readonly maxAgeMs: number;
  readonly run: () => Promise<void>;
  /** Called instead of `run`. */
  readonly giveUp: (reason: 'too-old' | 'cleared', waitedMs: number) => Promise<void>;
}

/** Creates a lane that runs at most `width` pieces of work at once, in order of arrival. */
export function runLane(width: number, monotonicMs: () => number): RunLane {
  const waiting: { readonly work: LaneWork; readonly sinceMs: number }[] = [];
  const idleListeners: (() => void)[] = [];
  let running = 0;

  function pump(): void {
    while (running < width) {
      const next = waiting.shift();
      if (next === undefined) break;
      running += 1;
      void finish(start(next.work, monotonicMs() - next.sinceMs));
    }
    if (running === 0 && waiting.length === 0)
      for (const notify of idleListeners.splice(0)) notify();
  }

  async function finish(work: Promise<void>): Promise<void> {
    await work;
    running -= 1;
    pump();
  }

  return {
    add: (work) => {
      waiting.push({ work, sinceMs: monotonicMs() });
      pump();
    },
    size: () => running + waiting.length,
    idle: async () =>
      running + waiting.length === 0
        ? undefined
        : new Promise((resolve) => {
            idleListeners.push(resolve);
          }),
    clear: () => {
      for (const { work, sinceMs } of waiting.splice(0)) {
        running += 1;
        void finish(work.giveUp('cleared', monotonicMs() - sinceMs));
      }
    },
  };
}

async function start(work: LaneWork, waitedMs: number): Promise<void> {
  return waitedMs > work.maxAgeMs ? work.giveUp('too-old', waitedMs) : work.run();
}
