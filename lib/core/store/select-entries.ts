import { jsonBytes } from './clip.ts';

/**
 * Picks entries that together take at most `maxBytes` as JSON, in their order: the last important
 * one and the first, the first and the last of all, then the other important ones, then the rest
 * from the start.
 */
export function selectEntries<T>(
  entries: readonly T[],
  maxBytes: number,
  isImportant: (entry: T) => boolean,
): readonly T[] {
  if (jsonBytes(entries) <= maxBytes) return entries;
  const chosen = new Set<number>();
  // The brackets; every entry costs a comma more.
  let left = maxBytes - 2;
  for (const index of byPriority(entries, isImportant)) {
    const bytes = jsonBytes(entries[index]) + 1;
    if (bytes > left) continue;
    chosen.add(index);
    left -= bytes;
  }

  return entries.filter((_, index) => chosen.has(index));
}

function byPriority<T>(entries: readonly T[], isImportant: (entry: T) => boolean): Set<number> {
  const important = entries.flatMap((entry, index) => (isImportant(entry) ? [index] : []));
  const ends = entries.length === 0 ? [] : [0, entries.length - 1];
  const marked = [...important.slice(-1), ...important.slice(0, 1), ...ends, ...important];

  return new Set([...marked, ...entries.keys()]);
}

/**
 * Divides a budget fairly: who needs less than an equal share gets what it needs, and leaves the
 * rest to the others. Returns the share of each need, in their order.
 */
export function fairShares(needs: readonly number[], budget: number): readonly number[] {
  const shares = needs.map(() => 0);
  let left = budget;
  const ascending = [...needs.entries()].toSorted(([, a], [, b]) => a - b);
  for (const [rank, [index, need]] of ascending.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - rank)));
    shares[index] = share;
    left -= share;
  }

  return shares;
}
