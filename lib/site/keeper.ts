/** How long something that was read is kept, and how. */
export interface KeepRule {
  /** So long it is given out as it is. */
  readonly freshMs: number;
  /** So long after it was read it is given out while it is read anew; 0: never. */
  readonly staleMs: number;
}

/** Time, for what is kept. */
export interface KeeperTime {
  /** Never goes back. */
  readonly monotonicMs: () => number;
  /** Calls back after a delay; the answer cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** Keeps what was read, by key. */
export interface Keeper<T> {
  /** What is kept, or what `read` gives; at most one read of a key goes on at a time. */
  get(key: string, rule: KeepRule, read: () => Promise<T>): Promise<T>;
  /** Reads these anew when they are next asked for. What goes on to be read is too old, too. */
  expire(test: (key: string) => boolean): void;
  /** Gives these out no more: who asks for them next waits. */
  drop(test: (key: string) => boolean): void;
}

/** How long a reader waits for something fresh where something older is there. */
const PATIENCE_MS = 300;
/** Of what is kept longer, it is told that it cannot be read anew. */
const QUIET_FAILURE_MS = 60_000;

interface Reading<T> {
  readonly result: Promise<T>;
  /** Of the entry, when the reading was asked for. */
  readonly generation: number;
}

interface Entry<T> {
  kept: { readonly value: T; readonly readAtMs: number; readonly generation: number } | null;
  reading: Reading<T> | null;
  /** The last reading failed. */
  failed: boolean;
  /** Goes up when something happened that what was read before cannot know. */
  generation: number;
  /** What was asked for in an earlier generation is not kept. */
  floor: number;
}

/**
 * Keeps the most recently used results of slow readings. Many who ask at once share one reading; who
 * asks for what is no longer fresh gets something fresh where that comes within a moment, and else
 * what is there, while the reading goes on for the next. What could not be read is not kept.
 */
export function keeper<T>(capacity: number, time: KeeperTime): Keeper<T> {
  const entries = new Map<string, Entry<T>>();

  function entryOf(key: string): Entry<T> {
    const entry = entries.get(key) ?? newEntry<T>();
    // A map remembers in which order its keys came: the first is the one least recently used.
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);

    return entry;
  }

  return {
    get: async (key, rule, read) => {
      const entry = entryOf(key);
      const { kept } = entry;
      const ageMs = kept === null ? Infinity : time.monotonicMs() - kept.readAtMs;
      if (kept !== null && kept.generation === entry.generation && ageMs < rule.freshMs) {
        return kept.value;
      }
      const { result } = readingOf(entry, read, time);
      const mustWait = ageMs >= rule.staleMs || (entry.failed && ageMs > QUIET_FAILURE_MS);
      if (kept === null || mustWait) return await result;

      return await Promise.race([result.catch(() => kept.value), later(kept.value, time)]);
    },
    expire: (test) => {
      for (const [key, entry] of entries) if (test(key)) entry.generation += 1;
    },
    drop: (test) => {
      for (const [key, entry] of entries) {
        if (!test(key)) continue;
        entry.generation += 1;
        entry.floor = entry.generation;
        entry.kept = null;
      }
    },
  };
}

function newEntry<T>(): Entry<T> {
  return { kept: null, reading: null, failed: false, generation: 0, floor: 0 };
}

/** The reading that goes on, or a new one, which begins when one of before has ended. */
function readingOf<T>(entry: Entry<T>, read: () => Promise<T>, time: KeeperTime): Reading<T> {
  const { generation, reading: before } = entry;
  if (before?.generation === generation) return before;
  const reading = {
    generation,
    result: settled(before?.result).then(async () => {
      try {
        const readAtMs = time.monotonicMs();
        const value = await read();
        // Of what was dropped meanwhile, only who asked before gets it.
        if (generation >= entry.floor) entry.kept = { value, readAtMs, generation };
        entry.failed = false;

        return value;
      } catch (error) {
        entry.failed = true;
        throw error;
      } finally {
        if (entry.reading === reading) entry.reading = null;
      }
    }),
  };
  entry.reading = reading;
  // Those who wait are told; nobody may wait, and that is no stray error.
  reading.result.catch(() => undefined);

  return reading;
}

async function settled(work: Promise<unknown> | undefined): Promise<void> {
  await Promise.allSettled([work]);
}

async function later<T>(value: T, { after }: KeeperTime): Promise<T> {
  return await new Promise((resolve) => {
    after(PATIENCE_MS, () => resolve(value));
  });
}
