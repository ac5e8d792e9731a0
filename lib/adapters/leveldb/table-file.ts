import { findBlock } from './find-block.ts';
import { ByteReader } from './byte-reader.ts';
import { crc32c, maskedCrc } from './crc32c.ts';
import { unsnappy } from './snappy.ts';

/** One version of one item, as a file of the database holds it. */
export interface FileEntry {
  readonly key: Buffer;
  /** Increases with every write to the database. */
  readonly sequence: number;
  /** Null: the item was deleted. */
  readonly value: Buffer | null;
}

/** The bytes of a file that hold an item: its block, or its record in a log. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Called with each item of a file. */
export type OnEntry = (entry: FileEntry, extent: Extent) => void;

/** Result of reading a file of the database. */
export interface FileReading {
  /** Blocks or records that cannot be read. */
  readonly damaged: number;
  /** Sequence numbers that are missing between two records of a log, from and to inclusive. */
  readonly gaps: readonly (readonly [number, number])[];
  /** Whether a log ends in the middle of a record, as after a power failure. */
  readonly isTorn: boolean;
}

interface Place {
  readonly offset: number;
  readonly size: number;
}

const FOOTER_BYTES = 48;
/** One byte for the compression, four for the checksum. */
const TRAILER_BYTES = 5;
const MAGIC = 0xdb4775248b80fb57n;
const SNAPPY = 1;
/** Type and sequence number at the end of every key. */
const KEY_TAIL_BYTES = 8;
const DELETED = 0;

/**
 * Reads every undamaged block of a table: https://github.com/google/leveldb/blob/main/doc/table_format.md.
 * Without a readable index the blocks are found by their checksums.
 */
export function readTable(bytes: Buffer, onEntry: OnEntry): FileReading {
  const blocks = indexOf(bytes);
  if (blocks === null) return { damaged: searchTable(bytes, onEntry) + 1, gaps: [], isTorn: false };
  let damaged = blocks.isWhole ? 0 : 1;
  for (const place of blocks.places) {
    const entries = entriesAt(bytes, place);
    if (entries === null) damaged += 1;
    else report(entries, place, onEntry);
  }

  return { damaged, gaps: [], isTorn: false };
}

function report(entries: readonly FileEntry[], { offset, size }: Place, onEntry: OnEntry): void {
  const extent = { from: offset, to: offset + size + TRAILER_BYTES };
  for (const entry of entries) onEntry(entry, extent);
}

/** Places of all data blocks; null if they cannot be read. */
function indexOf(
  bytes: Buffer,
): { readonly places: readonly Place[]; readonly isWhole: boolean } | null {
  if (bytes.length < FOOTER_BYTES) return null;
  const footer = bytes.subarray(bytes.length - FOOTER_BYTES);
  if (footer.readBigUInt64LE(FOOTER_BYTES - 8) !== MAGIC) return null;
  try {
    const reader = new ByteReader(footer);
    const meta = placeIn(reader);
    const index = blockAt(bytes, placeIn(reader));
    if (index === null) return null;
    const places = rawEntries(index).map(({ value }) => placeIn(new ByteReader(value)));

    return { places, isWhole: blockAt(bytes, meta) !== null };
  } catch {
    // No footer of a table.
    return null;
  }
}

function placeIn(reader: ByteReader): Place {
  return { offset: reader.varint(), size: reader.varint() };
}

/** Reads the blocks of a table without an index; returns the number of damaged parts between them. */
function searchTable(bytes: Buffer, onEntry: OnEntry): number {
  let damaged = 0;
  let at = 0;
  while (at < bytes.length) {
    const found = findBlock(bytes, at);
    if (found === null) return damaged + 1;
    if (found.offset > at) damaged += 1;
    const entries = isIndex(bytes, found) ? [] : entriesAt(bytes, found);
    if (entries === null) damaged += 1;
    else report(entries, found, onEntry);
    at = found.offset + found.size + TRAILER_BYTES;
  }

  return damaged;
}

/** The index looks like a data block; its values are the places of all blocks before it. */
function isIndex(bytes: Buffer, place: Place): boolean {
  const block = blockAt(bytes, place);
  if (block === null) return false;
  try {
    let end = 0;
    for (const { value } of rawEntries(block)) {
      const reader = new ByteReader(value);
      const { offset, size } = placeIn(reader);
      if (offset !== end || !reader.isAtEnd) return false;
      end = offset + size + TRAILER_BYTES;
    }

    return end > 0 && end <= place.offset;
  } catch {
    // Values of items, which are no places.
    return false;
  }
}

function entriesAt(bytes: Buffer, place: Place): readonly FileEntry[] | null {
  try {
    const block = blockAt(bytes, place);

    return block === null ? null : rawEntries(block).map(({ key, value }) => entryOf(key, value));
  } catch {
    // The checksum holds, but this is no block of items.
    return null;
  }
}

function entryOf(internal: Buffer, value: Buffer): FileEntry {
  const tail = internal.length - KEY_TAIL_BYTES;
  const packed = new ByteReader(internal, tail).fixed64Parts();

  return {
    key: internal.subarray(0, tail),
    sequence: packed.sequence,
    value: packed.type === DELETED ? null : value,
  };
}

/** A block's content; null if its checksum does not hold. */
function blockAt(bytes: Buffer, { offset, size }: Place): Buffer | null {
  const end = offset + size;
  if (end + TRAILER_BYTES > bytes.length) return null;
  if (maskedCrc(crc32c(bytes.subarray(offset, end + 1))) !== bytes.readUInt32LE(end + 1))
    return null;
  const content = bytes.subarray(offset, end);

  return bytes[end] === SNAPPY ? unsnappy(content) : content;
}

function rawEntries(block: Buffer): readonly { readonly key: Buffer; readonly value: Buffer }[] {
  const restarts = block.readUInt32LE(block.length - 4);
  const reader = new ByteReader(block.subarray(0, block.length - 4 * (restarts + 1)));
  const entries: { key: Buffer; value: Buffer }[] = [];
  let key = Buffer.alloc(0);
  while (!reader.isAtEnd) {
    const [shared, own, length] = [reader.varint(), reader.varint(), reader.varint()];
    key = Buffer.concat([key.subarray(0, shared), reader.take(own)]);
    entries.push({ key, value: reader.take(length) });
  }

  return entries;
}
