import { emptyStores } from './empty-stores.ts';
import type { Paths } from './paths.ts';
import { hasLocalStore, type HistoryStores, openLocalStores } from './runs-store.ts';

/** The stores that a history is read from, as they come to be. */
export interface HistorySource {
  /** Those that there are now: on this machine, some may come while pages are looked at. */
  readonly stores: () => Promise<HistoryStores>;
  /** Whether anything was ever kept. */
  readonly isThere: () => boolean;
  readonly close: () => Promise<void>;
}

/** Stores that are there already, and that somebody else closes. */
export function openHistory(stores: HistoryStores): HistorySource {
  return { stores: async () => stores, isThere: () => true, close: async () => {} };
}

/** The stores of this machine; until anything is kept, empty ones: looking makes none. */
export function localHistory(paths: Pick<Paths, 'stateDir'>): HistorySource {
  const empty = emptyStores();
  let opening: Promise<HistoryStores> | null = null;

  return {
    stores: async () => {
      if (opening === null && !hasLocalStore(paths)) return empty;
      opening ??= openLocalStores(paths).catch((error: unknown) => {
        // The next page tries again.
        opening = null;
        throw error;
      });

      return await opening;
    },
    isThere: () => opening !== null || hasLocalStore(paths),
    close: async () => {
      if (opening !== null) await (await opening).close();
    },
  };
}
