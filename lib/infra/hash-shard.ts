import { fnv1a } from '../core/base/fnv1a.ts';

const UPPER_HALF_BITS = 16;

/**
 * Which of a fixed number of parts a journey belongs to, by its name alone: it never moves when
 * others come or go. One that moved would be created in one stack before it is deleted from
 * another, and names are unique. The halves of the hash are folded: its lowest bits alone know only
 * the lowest bits of each letter.
 */
export function hashShard(journey: string, parts: number): number {
  const hash = fnv1a(journey);
  const folded = ((hash >>> UPPER_HALF_BITS) ^ hash) >>> 0;

  return folded % parts;
}

/** The subjects of each part that has any, by the number of the part, ascending. */
export function byShard<T>(
  subjects: readonly T[],
  parts: number,
  journeyOf: (subject: T) => string,
): readonly (readonly [number, readonly T[]])[] {
  const shards = new Map<number, T[]>();
  for (const subject of subjects) {
    const shard = hashShard(journeyOf(subject), parts);
    const others = shards.get(shard);
    if (others === undefined) shards.set(shard, [subject]);
    else others.push(subject);
  }

  return [...shards].toSorted(([a], [b]) => a - b);
}
