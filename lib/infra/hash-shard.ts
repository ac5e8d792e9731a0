import { fnv1a } from '../core/base/fnv1a.ts';

const UPPER_HALF_BITS = 16;

/**
 * Which of a fixed number of parts a journey belongs to, by its name alone, so that it never moves
 * when other journeys are added or removed. A moved resource would be created in one stack before
 * it is deleted from the other, which fails because names are unique. The hash's halves are folded,
 * because its lowest bits depend on the lowest bits of each letter only.
 */
export function hashShard(journey: string, parts: number): number {
  const hash = fnv1a(journey);
  const folded = ((hash >>> UPPER_HALF_BITS) ^ hash) >>> 0;

  return folded % parts;
}

/** Groups subjects by part; ascending by the part's number, without empty parts. */
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
