import { ByteReader } from './byte-reader.ts';
import { crcStep, maskedCrc } from './crc32c.ts';
import { literalLength } from './snappy.ts';

/** Longest block that is searched for: an item of 400 KB as JSON, not compressible. */
const MAX_BLOCK_BYTES = 1024 * 1024;
const SNAPPY = 1;
/** Key and tail of the first item of a block. */
const MIN_KEY_BYTES = 8;
const CRC_BYTES = 4;
/** How much of the first key is looked at. */
const TEXT_BYTES = 5;

/**
 * Finds the next block at or after a place by its checksum; null if there is none. A wrong find has a
 * probability of 1 in 4 billion per place, and its content would have to be a block too.
 */
export function findBlock(
  bytes: Buffer,
  from: number,
): { readonly offset: number; readonly size: number } | null {
  for (let offset = from; offset < bytes.length - CRC_BYTES; offset += 1) {
    if (!mayBegin(bytes, offset)) continue;
    const size = sizeAt(bytes, offset);
    if (size !== null) return { offset, size };
  }

  return null;
}

/** The size of a block that begins here; null if no checksum holds. */
function sizeAt(bytes: Buffer, offset: number): number | null {
  const last = Math.min(bytes.length - CRC_BYTES, offset + MAX_BLOCK_BYTES);
  let state = -1;
  for (let at = offset; at < last; at += 1) {
    const byte = bytes[at] ?? 0;
    state = crcStep(state, byte);
    // The byte before the checksum is the compression.
    if (byte <= SNAPPY && maskedCrc(~state >>> 0) === bytes.readUInt32LE(at + 1))
      return at - offset;
  }

  return null;
}

/** Whether bytes look like the begin of a block, compressed or not; most places do not. */
function mayBegin(bytes: Buffer, offset: number): boolean {
  return isFirstItem(bytes, offset) || isEmpty(bytes, offset) || isCompressed(bytes, offset);
}

/**
 * The first item of a block shares nothing with the one before it, and its key begins with a text, as
 * all keys of the store do. Only such places are worth a checksum.
 */
function isFirstItem(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== 0) return false;
  try {
    const reader = new ByteReader(bytes, at + 1);
    const [keyBytes, valueBytes] = [reader.varint(), reader.varint()];
    if (keyBytes <= MIN_KEY_BYTES || keyBytes > MAX_BLOCK_BYTES || valueBytes > MAX_BLOCK_BYTES) {
      return false;
    }

    return reader.take(TEXT_BYTES).every(isPrintable);
  } catch {
    // The file ends.
    return false;
  }
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}

/** A block without items: no restart, or one at 0. */
function isEmpty(bytes: Buffer, at: number): boolean {
  if (at + 2 * CRC_BYTES > bytes.length) return false;

  return bytes.readUInt32LE(at) === 0 && bytes.readUInt32LE(at + CRC_BYTES) === 1;
}

function isCompressed(bytes: Buffer, offset: number): boolean {
  try {
    const reader = new ByteReader(bytes, offset);
    const length = reader.varint();
    if (length < MIN_KEY_BYTES || length > 8 * MAX_BLOCK_BYTES) return false;
    const tag = reader.byte();
    if ((tag & 3) !== 0) return false;
    literalLength(reader, tag);

    return isFirstItem(bytes, reader.at);
  } catch {
    // The file ends.
    return false;
  }
}
