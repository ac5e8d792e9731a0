import { fnv1a } from '../../../../lib/core/base/fnv1a.ts';
import { type Draws, drawsOf } from '../../draws.ts';

/** Where each delay is in its documented range: drawn from the seed, or always at one end. */
export type Delays = 'drawn' | 'shortest' | 'longest';

/** Delays and probabilities of one part of a simulated AWS. */
export interface Chance {
  /** A delay in a documented range, in whole milliseconds; the upper end is exclusive. */
  between(minMs: number, maxMs: number): number;
  /** Whether something happens that has this share of all cases, 0 to 1. */
  happens(share: number): boolean;
}

/** Gives each part draws of its own, so that a change in one does not move those of the others. */
export function chances(seed: number, delays: Delays): (part: string) => Chance {
  return (part) => chanceOf(drawsOf(seed + fnv1a(part)), delays);
}

function chanceOf(draws: Draws, delays: Delays): Chance {
  return {
    between: (minMs, maxMs) => {
      if (delays === 'shortest') return minMs;
      if (delays === 'longest') return Math.max(minMs, maxMs - 1);

      return minMs + Math.floor(draws.share() * (maxMs - minMs));
    },
    happens: (share) => share > 0 && draws.share() < share,
  };
}
