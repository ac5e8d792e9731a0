import { type ItemKey, PARTITIONS } from './keys.ts';

/** Kinds of stored items that a report of damage counts. */
export const ITEM_KINDS = ['run', 'rollup', 'finding', 'note', 'state'] as const;

/** Kind of a stored item; `state`: the registry of series, and what the hourly jobs keep. */
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Address of an item that is there and cannot be read. */
export interface UnreadableItem extends ItemKey {
  readonly reason: string;
}

/** Number of items of one kind and one day (UTC); the day is null where the key names none. */
export interface ItemCount {
  readonly kind: ItemKind;
  readonly day: string | null;
  readonly count: number;
}

/** Why a file of the database cannot be used as it is. */
export interface FileProblem {
  /** Name of the file; `db` is the whole database. */
  readonly file: string;
  readonly kind:
    | 'missing'
    | 'damaged'
    | 'shortened'
    | 'unreferenced'
    | 'undecodable'
    | 'unopenable';
}

/** One repair of the store on this machine: what was damaged, where it is now, what was lost. */
export interface StoreRepair {
  /** ISO 8601. */
  readonly at: string;
  readonly problems: readonly FileProblem[];
  /** The folder that holds the damaged database; null: there was nothing left of it. */
  readonly setAside: string | null;
  /** Undamaged items that were taken over, by kind. */
  readonly kept: readonly ItemCount[];
  /** Items that were stored and cannot be read any more. */
  readonly lost: readonly ItemCount[];
  /** Items whose newest version is lost; an earlier version was taken over. */
  readonly outdated: readonly ItemCount[];
  /** Lost writes of which no more is known than that they were made. */
  readonly unknownWrites: number;
  /** Whether items may be lost that are not counted, because their number was never noted. */
  readonly isUncounted: boolean;
}

const KIND_BY_PARTITION: Readonly<Record<string, ItemKind>> = {
  [PARTITIONS.run]: 'run',
  [PARTITIONS.hour]: 'rollup',
  [PARTITIONS.day]: 'rollup',
  [PARTITIONS.finding]: 'finding',
  [PARTITIONS.annotation]: 'note',
};

/** Kind and day of an item, as its keys tell them. */
export function itemKindOf(pk: string, sk: string): Omit<ItemCount, 'count'> {
  const [partition = ''] = pk.split('#', 1);

  return {
    kind: KIND_BY_PARTITION[partition] ?? 'state',
    day: /\d{4}-\d\d-\d\d/.exec(sk)?.[0] ?? null,
  };
}

/** Adds up items by kind and day, in the order of kinds and days. */
export function countItems(items: Iterable<Omit<ItemCount, 'count'>>): readonly ItemCount[] {
  const counts = new Map<string, ItemCount>();
  for (const { kind, day } of items) {
    const name = `${ITEM_KINDS.indexOf(kind)} ${day ?? ''}`;
    counts.set(name, { kind, day, count: (counts.get(name)?.count ?? 0) + 1 });
  }

  return [...counts.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, each]) => each);
}

/** The number of items in a list of counts, of one kind or of all. */
export function totalOf(counts: readonly ItemCount[], kind?: ItemKind): number {
  return counts
    .filter((each) => kind === undefined || each.kind === kind)
    .reduce((sum, { count }) => sum + count, 0);
}
