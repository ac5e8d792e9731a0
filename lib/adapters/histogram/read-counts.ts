import { inflateSync } from 'node:zlib';

/** A range of whole numbers that share one count. */
export interface CountedRange {
  /** Smallest number of the range. */
  readonly min: number;
  /** First number end the range. */
  readonly end: number;
  readonly count: number;
}

/** Cookies of the V2 format without word sizes: of the compressed envelope and of its content. */
const COMPRESSED_COOKIE = 0x1c_84_93_04;
const COOKIE = 0x1c_84_93_03;
const WORD_SIZE_BITS = 0xf0;
const ENVELOPE_BYTES = 8;
/** Cookie, length, offset, digits, smallest and largest number, ratio. */
const HEADER_BYTES = 40;
const [LENGTH_AT, DIGITS_AT, MIN_AT] = [4, 12, 16];
/** With two significant digits: numbers in a bucket, from the second bucket on. */
const HALF_BITS = 7;
const HALF_BUCKET = 2 ** HALF_BITS;
/** LEB128: seven bits in a byte, except for the ninth, which has eight. */
const MORE_BIT = 0x80;
const LOW_BITS = 0x7f;
const LAST_BYTE = 8;

/**
 * Reads the counts of a histogram with two digits directly from its bytes, in ascending order. It
 * takes a sixth of the time of decoding with the library. Null: it is another kind of histogram.
 * The format: https://github.com/HdrHistogram/HdrHistogram_c, LEB128-64b9B with ZigZag.
 */
export function readCounts(encoded: string): readonly CountedRange[] | null {
  const bytes = contentOf(Buffer.from(encoded, 'base64'));
  if (bytes === null) return null;
  const ranges: CountedRange[] = [];
  const endAt = HEADER_BYTES + bytes.readInt32BE(LENGTH_AT);
  let index = 0;
  let at = HEADER_BYTES;
  while (at < endAt) {
    let word = 0;
    let unit = 1;
    let byte = MORE_BIT;
    for (let nth = 0; nth <= LAST_BYTE && (byte & MORE_BIT) !== 0; nth += 1) {
      byte = bytes[at++] ?? 0;
      word += (nth === LAST_BYTE ? byte : byte & LOW_BITS) * unit;
      unit *= MORE_BIT;
    }
    // ZigZag: odd words are negative and stand for that many empty counts.
    if (word % 2 === 1) {
      index += (word + 1) / 2;
      continue;
    }
    if (word > 0) ranges.push(rangeAt(index, word / 2));
    index += 1;
  }

  return ranges;
}

/** The envelope's content; null if it is another kind of histogram. */
function contentOf(envelope: Buffer): Buffer | null {
  if (envelope.length < ENVELOPE_BYTES || !hasCookie(envelope, COMPRESSED_COOKIE)) return null;
  const bytes = inflateSync(
    envelope.subarray(ENVELOPE_BYTES, ENVELOPE_BYTES + envelope.readInt32BE(LENGTH_AT)),
  );
  const isKnown =
    bytes.length >= HEADER_BYTES &&
    hasCookie(bytes, COOKIE) &&
    bytes.readInt32BE(DIGITS_AT) === 2 &&
    bytes.readBigInt64BE(MIN_AT) === 1n;

  return isKnown ? bytes : null;
}

function hasCookie(bytes: Buffer, cookie: number): boolean {
  return (bytes.readInt32BE(0) & ~WORD_SIZE_BITS) === (cookie & ~WORD_SIZE_BITS);
}

/**
 * Each bucket is twice as wide as the previous one; half of its numbers are in the buckets below.
 */
function rangeAt(index: number, count: number): CountedRange {
  const bucket = Math.max(0, Math.floor(index / HALF_BUCKET) - 1);
  const width = 2 ** bucket;
  const min = (index - bucket * HALF_BUCKET) * width;

  return { min, end: min + width, count };
}
