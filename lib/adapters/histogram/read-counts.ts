import { inflateSync } from 'node:zlib';

/** Whole numbers that are counted as one, and how many there were. */
export interface CountedRange {
  /** The least of them. */
  readonly least: number;
  /** The least that is greater than all of them. */
  readonly beyond: number;
  readonly count: number;
}

/** Of the V2 format, without its word sizes: of the compressed envelope, and of what is in it. */
const COMPRESSED_COOKIE = 0x1c_84_93_04;
const COOKIE = 0x1c_84_93_03;
const WORD_SIZE_BITS = 0xf0;
const ENVELOPE_BYTES = 8;
/** Cookie, length, offset, digits, least and greatest number, ratio. */
const HEADER_BYTES = 40;
const [LENGTH_AT, DIGITS_AT, MIN_AT] = [4, 12, 16];
/** Of two significant digits: numbers of a bucket, from the second bucket on. */
const HALF_BITS = 7;
const HALF_BUCKET = 2 ** HALF_BITS;
/** LEB128: seven bits a byte but in the ninth, which has eight. */
const MORE_BIT = 0x80;
const LOW_BITS = 0x7f;
const LAST_BYTE = 8;

/**
 * The counts of a histogram of two digits, from its least numbers up, read straight from its bytes:
 * in a sixth of the time that building a histogram for them takes. Null: it is another kind of
 * histogram. The format: https://github.com/HdrHistogram/HdrHistogram_c, LEB128-64b9B with ZigZag.
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
    // ZigZag: odd words are below zero, and stand for so many empty counts.
    if (word % 2 === 1) {
      index += (word + 1) / 2;
      continue;
    }
    if (word > 0) ranges.push(rangeAt(index, word / 2));
    index += 1;
  }

  return ranges;
}

/** What is in the envelope, where it is of the kind that is read here. */
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

/** Each bucket is twice as wide as the one before, and has half of its numbers below it. */
function rangeAt(index: number, count: number): CountedRange {
  const bucket = Math.max(0, Math.floor(index / HALF_BUCKET) - 1);
  const width = 2 ** bucket;
  const least = (index - bucket * HALF_BUCKET) * width;

  return { least, beyond: least + width, count };
}
