import type { CheckedItem, ItemTransfer } from '../../core/store/item-store.ts';
import type { ItemKey } from '../../core/store/keys.ts';

/** Every item of a store; the next page is requested when it is needed. */
export async function* allItems(transfer: Pick<ItemTransfer, 'page'>): AsyncGenerator<CheckedItem> {
  let from: ItemKey | null = null;
  do {
    const page: Awaited<ReturnType<ItemTransfer['page']>> = await transfer.page(from);
    yield* page.items;
    from = page.next;
  } while (from !== null);
}
