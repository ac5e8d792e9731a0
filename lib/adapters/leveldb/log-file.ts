import { crc32c, maskedCrc } from './crc32c.ts';

/** https://github.com/google/leveldb/blob/main/doc/log_format.md */
const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
const FULL = 1;
const FIRST = 2;
const LAST = 4;

/** A part of a record: the whole, its first, a middle or its last part. */
interface Fragment {
  readonly type: number;
  readonly data: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Called with each record of a log, and the bytes that hold it. */
type OnRecord = (record: Buffer, extent: { readonly from: number; readonly to: number }) => void;

/** What of a log cannot be read. */
export interface LogDamage {
  /** Parts in the middle that cannot be read. */
  readonly damaged: number;
  /** Whether the last record is incomplete, as after a power failure. */
  readonly isTorn: boolean;
}

/** Reads every undamaged record of a log file, also those after a damaged one. */
export function readLog(bytes: Buffer, onRecord: OnRecord): LogDamage {
  const parts = recordParts(onRecord);
  let damaged = 0;
  let at = 0;
  while (at < bytes.length) {
    const room = BLOCK_BYTES - (at % BLOCK_BYTES);
    if (room < HEADER_BYTES) {
      at += room;
      continue;
    }
    const fragment = fragmentAt(bytes, at);
    if (fragment !== null) {
      at = fragment.end;
      if (!parts.add(fragment)) damaged += 1;
      continue;
    }
    const next = nextFragment(bytes, at + 1);
    parts.drop();
    if (next === null) return { damaged: damaged + (isTornAt(bytes, at) ? 0 : 1), isTorn: true };
    damaged += 1;
    at = next;
  }

  return { damaged, isTorn: parts.isOpen() };
}

/** Joins the parts of records. */
function recordParts(onRecord: OnRecord): {
  add(fragment: Fragment): boolean;
  drop(): void;
  isOpen(): boolean;
} {
  let open: Buffer[] | null = null;
  let from = 0;

  return {
    add: ({ type, data, start, end }) => {
      const isFirst = type === FULL || type === FIRST;
      // A new record before the last one ended, or a part without its first one.
      const isExpected = isFirst === (open === null);
      if (isFirst) [open, from] = [[], start];
      open?.push(data);
      if (open !== null && (type === FULL || type === LAST)) {
        onRecord(Buffer.concat(open), { from, to: end });
        open = null;
      }

      return isExpected;
    },
    drop: () => {
      open = null;
    },
    isOpen: () => open !== null,
  };
}

function fragmentAt(bytes: Buffer, at: number): Fragment | null {
  const type = bytes[at + 6] ?? 0;
  if (type < FULL || type > LAST) return null;
  const end = at + HEADER_BYTES + bytes.readUInt16LE(at + 4);
  if (end > bytes.length || end > blockEnd(at)) return null;
  if (maskedCrc(crc32c(bytes.subarray(at + 6, end))) !== bytes.readUInt32LE(at)) return null;

  return { type, data: bytes.subarray(at + HEADER_BYTES, end), start: at, end };
}

/** The next place at which a fragment with a true checksum begins; null: there is none. */
function nextFragment(bytes: Buffer, from: number): number | null {
  for (let at = from; at + HEADER_BYTES <= bytes.length; at += 1) {
    if (at + HEADER_BYTES <= blockEnd(at) && fragmentAt(bytes, at) !== null) return at;
  }

  return null;
}

/** Whether the last record was not written completely: it ends with the file, or in zeros. */
function isTornAt(bytes: Buffer, at: number): boolean {
  if (at + HEADER_BYTES > bytes.length) return true;
  const end = at + HEADER_BYTES + bytes.readUInt16LE(at + 4);

  return end > bytes.length || bytes.subarray(at).every((byte) => byte === 0);
}

function blockEnd(at: number): number {
  return at - (at % BLOCK_BYTES) + BLOCK_BYTES;
}
