const [FIRST_SEED, SECOND_SEED] = [0xdeadbeef, 0x41c6ce57];
const [FIRST_PRIME, SECOND_PRIME] = [2_654_435_761, 1_597_334_677];
const [FIRST_MIX, SECOND_MIX] = [2_246_822_507, 3_266_489_909];

/**
 * A hash of a text, to detect changes: 64 bits in hexadecimal, of two multiplicative hashes with the
 * final mixing of MurmurHash3 (cyrb53 by bryc, in the public domain, without its cut to 53 bits:
 * https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js). Not cryptographic.
 */
export function contentHash(text: string): string {
  let first = FIRST_SEED;
  let second = SECOND_SEED;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, FIRST_PRIME);
    second = Math.imul(second ^ unit, SECOND_PRIME);
  }

  return hex(mixed(first, second)) + hex(mixed(second, first));
}

function mixed(one: number, other: number): number {
  return Math.imul(one ^ (one >>> 16), FIRST_MIX) ^ Math.imul(other ^ (other >>> 13), SECOND_MIX);
}

function hex(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}
