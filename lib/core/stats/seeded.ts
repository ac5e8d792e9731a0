const TWO_POW_32 = 2 ** 32;

/**
 * Uniform numbers in [0, 1), the same for the same seed: mulberry32 by Tommy Ettinger, 32 bits of
 * state, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;

  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);

    return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_POW_32;
  };
}

/** A standard normal value from two uniform ones: Box and Muller, 1958, doi:10.1214/aoms/1177706645. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
