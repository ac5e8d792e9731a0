import type { RunRecord } from '../record/run-record.ts';
import type { ItemKey } from './keys.ts';

/** One item of the table, as far as its size and age are concerned. */
export interface MeasuredItem extends ItemKey {
  /** Size of keys, names and values, as DynamoDB counts and bills it. */
  readonly sizeBytes: number;
  /** Epoch seconds after which it may be deleted; null: never. */
  readonly expiresAt: number | null;
  /** When a finding was last confirmed or resolved, or another instant of the item; null: its key has it. */
  readonly at: string | null;
}

/** A part of a table. */
export interface ItemPage<T> {
  readonly items: readonly T[];
  /** Where the next part begins; null: this was the last one. */
  readonly next: ItemKey | null;
}

/** Access to all items of a table, to measure and to delete them. */
export interface ItemStore {
  measure(from: ItemKey | null): Promise<ItemPage<MeasuredItem>>;
  /** Addresses of the items that had expired by an instant, in epoch seconds. */
  expired(bySeconds: number, from: ItemKey | null): Promise<ItemPage<ItemKey>>;
  /** Deletes an item if it has expired by an instant; false: it has been renewed or deleted since. */
  deleteExpired(key: ItemKey, bySeconds: number): Promise<boolean>;
}

/** An item with its attributes as plain values, as they are stored. */
export type PlainItem = ItemKey & Readonly<Record<string, unknown>>;

/** An item and whether it can be read. */
export interface CheckedItem {
  readonly item: PlainItem;
  /** The run record, where it is a run that can be read. */
  readonly record: RunRecord | null;
  /** Why it cannot be read; null: it can. */
  readonly problem: string | null;
}

/** Access to whole items, to check, export and import them. */
export interface ItemTransfer {
  page(from: ItemKey | null): Promise<ItemPage<CheckedItem>>;
  /**
   * Stores an item unless a better one is there: with a greater rank, more runs or a later analysis.
   * Returns whether it was stored. Throws for an item that readers could not read.
   */
  merge(item: PlainItem): Promise<boolean>;
  /** Deletes an item that cannot be read. */
  remove(key: ItemKey): Promise<void>;
}
