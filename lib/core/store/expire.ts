import { mapBounded } from '../base/map-bounded.ts';
import { SECOND_MS } from '../base/time.ts';
import type { ItemPage, ItemStore } from './item-store.ts';
import type { ItemKey } from './keys.ts';

/** Deletions at once: the embedded store takes as many in one request. */
const CONCURRENCY = 16;

/** The result of one pass over a table. */
interface ExpiryPass {
  readonly deleted: number;
  /** Where the next pass continues; null: everything was scanned. */
  readonly next: ItemKey | null;
}

/**
 * Deletes what has expired, as DynamoDB does by itself with its time to live, from an address on. A pass
 * ends after the page in which it has deleted `maxItems`, so that runs are stored in between.
 */
export async function deleteExpiredItems(
  items: Pick<ItemStore, 'expired' | 'deleteExpired'>,
  { nowMs, maxItems, from }: { nowMs: number; maxItems: number; from: ItemKey | null },
): Promise<ExpiryPass> {
  const bySeconds = Math.floor(nowMs / SECOND_MS);
  let deleted = 0;
  let next = from;
  do {
    const page: ItemPage<ItemKey> = await items.expired(bySeconds, next);
    const done = await mapBounded(page.items, CONCURRENCY, async (key) =>
      items.deleteExpired(key, bySeconds),
    );
    deleted += done.filter(Boolean).length;
    ({ next } = page);
  } while (next !== null && deleted < maxItems);

  return { deleted, next };
}
