const TWO_POW_32 = 2 ** 32;
/** Outputs thrown away so that seeds that differ little give numbers that differ wholly. */
const WARM_UP = 15;

/**
 * Uniform numbers in [0, 1), the same for the same seed, a whole number of up to 53 bits: sfc32,
 * 128 bits of state, of which a counter keeps every sequence longer than 2^32. Chris Doty-Humphrey,
 * PractRand (2010), https://pracrand.sourceforge.net/RNG_engines.txt
 */
export function seededRandom(seed: number): () => number {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / TWO_POW_32) | 0;
  let counter = 1;
  function next(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;

    return (sum >>> 0) / TWO_POW_32;
  }
  for (let round = 0; round < WARM_UP; round += 1) next();

  return next;
}

/** A standard normal value from two uniform ones: Box and Muller, 1958, doi:10.1214/aoms/1177706645. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
