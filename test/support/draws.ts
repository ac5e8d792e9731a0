import { seededRandom } from '../../lib/core/stats/seeded.ts';

/** Draws that follow from a seed, so that a campaign can be repeated. */
export interface Draws {
  /** From 0 inclusive to 1 exclusive. */
  readonly share: () => number;
  /** A whole number from 0, below `limit`. */
  readonly below: (limit: number) => number;
  readonly of: <T>(values: readonly [T, ...T[]]) => T;
}

/** Starts a sequence of draws. */
export function drawsOf(seed: number): Draws {
  const share = seededRandom(seed);

  return {
    share,
    below: (limit) => Math.floor(share() * limit),
    of: ([first, ...rest]) => rest[Math.floor(share() * (rest.length + 1)) - 1] ?? first,
  };
}
