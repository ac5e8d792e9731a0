import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../core/base/time.ts';

/** How long the result of a reading is used. */
export interface CacheRule {
  /** Younger results are returned as they are. */
  readonly freshMs: number;
  /** Younger results are returned when a new reading takes long; 0: never. */
  readonly staleMs: number;
}

/** The clock of a cache. */
export interface CacheTime {
  /** Never goes back. */
  readonly monotonicMs: () => number;
  /** Calls back after a delay; the returned function cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** The cached results of slow readings, by key. */
export interface ReadingCache<T> {
  /** The cached result, or that of `read`; callers at the same time share one reading. */
  get(key: string, rule: CacheRule, read: () => Promise<T>): Promise<T>;
  /** Results of readings until now are no longer fresh. They may be returned as stale ones. */
  expire(test: (key: string) => boolean): void;
  /** Results of readings until now are not returned to later callers. */
  drop(test: (key: string) => boolean): void;
}

/** A caller waits this long for a fresh result before it gets a stale one. */
const PATIENCE_MS = 300;
/** When readings fail, a stale result hides it this long. */
const HIDDEN_FAILURE_MS = MINUTE_MS;

interface Reading<T> {
  result: Promise<T>;
  /** Expired while it was read. */
  isExpired: boolean;
}

interface Entry<T> {
  cached: { readonly value: T; readonly readAtMs: number; readonly isExpired: boolean } | null;
  reading: Reading<T> | null;
  /** Whether the last reading failed. */
  hasFailed: boolean;
}

/** Caches the results of the `max` most recently used keys. Failures are not cached. */
export function readingCache<T>(max: number, time: CacheTime): ReadingCache<T> {
  const entries = new LRUCache<string, Entry<T>>({ max });

  function matching(test: (key: string) => boolean): readonly [string, Entry<T>][] {
    return [...entries.entries()].filter(([key]) => test(key));
  }

  return {
    get: async (key, rule, read) => {
      const entry = entries.get(key) ?? { cached: null, reading: null, hasFailed: false };
      entries.set(key, entry);
      const { cached } = entry;
      const ageMs = cached === null ? Infinity : time.monotonicMs() - cached.readAtMs;
      if (cached?.isExpired === false && ageMs < rule.freshMs) return cached.value;
      const { result } = currentReading(entry, read, time);
      const mustWait = ageMs >= rule.staleMs || (entry.hasFailed && ageMs > HIDDEN_FAILURE_MS);
      if (cached === null || mustWait) return await result;

      return await Promise.race([result.catch(() => cached.value), later(cached.value, time)]);
    },
    expire: (test) => {
      for (const [, entry] of matching(test)) {
        if (entry.cached !== null) entry.cached = { ...entry.cached, isExpired: true };
        if (entry.reading !== null) entry.reading.isExpired = true;
      }
    },
    // A reading that goes on writes to an entry that no later caller finds.
    drop: (test) => {
      for (const [key] of matching(test)) entries.delete(key);
    },
  };
}

/** The reading in progress, or a new one when there is none or it has expired. */
function currentReading<T>(entry: Entry<T>, read: () => Promise<T>, time: CacheTime): Reading<T> {
  if (entry.reading?.isExpired === false) return entry.reading;
  const readAtMs = time.monotonicMs();
  const reading: Reading<T> = { result: read(), isExpired: false };
  entry.reading = reading;
  reading.result = reading.result
    .then(
      (value) => {
        // An expired reading does not replace the result of a later one.
        if (entry.reading === reading || entry.cached === null) {
          entry.cached = { value, readAtMs, isExpired: reading.isExpired };
        }
        entry.hasFailed = false;
        return value;
      },
      (error: unknown) => {
        entry.hasFailed = true;
        throw error;
      },
    )
    .finally(() => {
      if (entry.reading === reading) entry.reading = null;
    });
  // Callers get the error; without any, it is not an unhandled rejection.
  reading.result.catch(() => undefined);

  return reading;
}

async function later<T>(value: T, { after }: CacheTime): Promise<T> {
  return await new Promise((resolve) => {
    after(PATIENCE_MS, () => resolve(value));
  });
}
