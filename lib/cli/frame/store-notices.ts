import type { EmbeddedStoreOptions } from '../../adapters/dynamodb/store-connection.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { describeRepair, describeUnreadable } from '../../report/format/describe-store-damage.ts';
import type { Io } from './io.ts';

/** What a command says about a damaged store, and how many items it could not read. */
export interface StoreNotices extends Required<
  Pick<EmbeddedStoreOptions, 'onRepair' | 'onUnreadable'>
> {
  readonly unreadable: () => number;
  /** Says how many items were left out. */
  readonly end: () => void;
}

/** Prints a repair when it has happened, and the first item that cannot be read. */
export function storeNotices(io: Pick<Io, 'err'>): StoreNotices {
  const items = new Set<string>();

  return {
    onRepair: (repair) => {
      for (const line of describeRepair(repair)) io.err(`waywiser: ${cleanText(line)}\n`);
    },
    onUnreadable: (item) => {
      items.add(`${item.pk} ${item.sk}`);
      if (items.size === 1) io.err(`waywiser: ${cleanText(describeUnreadable(item))}\n`);
    },
    unreadable: () => items.size,
    end: () => {
      if (items.size > 1)
        io.err(`waywiser: ${items.size} stored items are unreadable and left out\n`);
    },
  };
}
