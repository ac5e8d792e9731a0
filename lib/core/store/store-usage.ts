import { SECOND_MS } from '../base/time.ts';
import { rollupStart } from '../rollup/rollup-keys.ts';
import { instantIn } from './instant.ts';
import type { ItemPage, ItemStore, MeasuredItem } from './item-store.ts';
import { type ItemKey, PARTITIONS } from './keys.ts';

/** The kinds of items in the store; `state` is the platform's own: series, watches, the last scan. */
export const STORE_KINDS = [
  'runs',
  'hourly-rollups',
  'daily-rollups',
  'findings',
  'notes',
  'state',
] as const;

/** A kind of items in the store. */
export type StoreKind = (typeof STORE_KINDS)[number];

/** Number, size and age of the items of one kind. */
export interface Usage {
  readonly count: number;
  readonly sizeBytes: number;
  /** Instants of the oldest and the newest item, ISO 8601; null: there is none. */
  readonly oldest: string | null;
  readonly newest: string | null;
  /** Items that have expired and wait for their deletion. */
  readonly expired: number;
}

/** The usage of nothing. */
export const NO_USAGE: Usage = { count: 0, sizeBytes: 0, oldest: null, newest: null, expired: 0 };

const KIND_OF_PARTITION: Readonly<Record<string, StoreKind>> = {
  [PARTITIONS.run]: 'runs',
  [PARTITIONS.hour]: 'hourly-rollups',
  [PARTITIONS.day]: 'daily-rollups',
  [PARTITIONS.finding]: 'findings',
  [PARTITIONS.annotation]: 'notes',
};

/** Measures everything in a table, one page after another. */
export async function measureStore(
  items: Pick<ItemStore, 'measure'>,
  nowMs: number,
): Promise<Readonly<Record<StoreKind, Usage>>> {
  const usage: Record<StoreKind, Usage> = {
    runs: NO_USAGE,
    'hourly-rollups': NO_USAGE,
    'daily-rollups': NO_USAGE,
    findings: NO_USAGE,
    notes: NO_USAGE,
    state: NO_USAGE,
  };
  let from: ItemKey | null = null;
  do {
    const page: ItemPage<MeasuredItem> = await items.measure(from);
    for (const item of page.items) {
      const kind = kindOf(item);
      usage[kind] = withItem(usage[kind], measured(item, kind, nowMs));
    }
    from = page.next;
  } while (from !== null);

  return usage;
}

/** One thing that takes up room. */
export interface Measured {
  readonly sizeBytes: number;
  /** ISO 8601; null: it has no instant. */
  readonly at: string | null;
  readonly isExpired: boolean;
}

/** Adds a thing to the usage of its kind. */
export function withItem(usage: Usage, { sizeBytes, at, isExpired }: Measured): Usage {
  const { oldest, newest } = usage;

  return {
    count: usage.count + 1,
    sizeBytes: usage.sizeBytes + sizeBytes,
    oldest: at !== null && (oldest === null || at < oldest) ? at : oldest,
    newest: at !== null && (newest === null || at > newest) ? at : newest,
    expired: usage.expired + (isExpired ? 1 : 0),
  };
}

function kindOf({ pk }: ItemKey): StoreKind {
  return KIND_OF_PARTITION[pk.split('#', 1)[0] ?? ''] ?? 'state';
}

function measured(item: MeasuredItem, kind: StoreKind, nowMs: number): Measured {
  const { sizeBytes, expiresAt } = item;

  return {
    sizeBytes,
    at: instantOf(item, kind),
    isExpired: expiresAt !== null && expiresAt * SECOND_MS < nowMs,
  };
}

function instantOf({ sk, at }: MeasuredItem, kind: StoreKind): string | null {
  switch (kind) {
    case 'runs':
    case 'notes':
      return instantIn(sk.slice(0, Math.max(0, sk.indexOf('#'))));
    case 'hourly-rollups':
    case 'daily-rollups':
      return instantIn(rollupStart(sk));
    case 'findings':
      return at === null ? null : instantIn(at);
    case 'state':
      return null;
  }
}
