import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { Malformation } from '../../core/record/malformation.ts';
import { errorCode } from '../base/node-error.ts';

/** What of a body can be decoded although decoding the whole failed. */
export interface Decodable {
  readonly bytes: Buffer;
  /** Whether the compressed data end early: what came of them counts. */
  readonly isCut: boolean;
  readonly note: Malformation;
}

/** The bytes of a body as they were received, still encoded. */
export interface ReceivedBytes {
  add(chunk: Buffer): void;
  /** What browsers would decode where Node's decoder failed; null: nothing. */
  decodable(error: Error): Decodable | null;
  /** Whether other bytes follow the compressed ones; asked when decoding has ended. */
  hasSurplus(decoder: Transform): boolean;
}

/** Node's message for bytes that are no gzip header; each member of a stream has one. */
const NO_HEADER = 'incorrect header check';
/** Node's code for compressed data that end early. */
const CUT = 'Z_BUF_ERROR';

/**
 * Remembers what was received in one encoding. Browsers ignore what follows the end of compressed data,
 * and take data that end early for what they are. Node's decoders do the former, except the one of
 * gzip: it takes every further byte for another member and fails without giving out what it decoded.
 */
export function receivedBytes(encoding: string, maxBytes: number): ReceivedBytes {
  const isGzip = encoding === 'gzip' || encoding === 'x-gzip';
  const chunks: Buffer[] = [];
  let size = 0;

  return {
    add: (chunk) => {
      size += chunk.length;
      chunks.push(chunk);
    },
    decodable: (error) => {
      const bytes = Buffer.concat(chunks);
      if (errorCode(error) === CUT) return cutData(bytes, isGzip);
      if (!isGzip || error.message !== NO_HEADER) return null;
      const end = endOfMembers(bytes, maxBytes);
      if (end === 0 || end === bytes.length) return null;

      return { bytes: bytes.subarray(0, end), isCut: false, note: 'bytes-after-compression' };
    },
    hasSurplus: (decoder) => 'bytesWritten' in decoder && Number(decoder.bytesWritten) < size,
  };
}

function cutData(bytes: Buffer, isGzip: boolean): Decodable | null {
  const isOther =
    isGzip && !bytes.subarray(0, MAGIC.length).equals(MAGIC.subarray(0, bytes.length));

  return isOther ? null : { bytes, isCut: true, note: 'compression-cut' };
}

const MAGIC = Buffer.from([0x1f, 0x8b, 8]);
/** Bytes of a gzip member around its data (RFC 1952, section 2.3). */
const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const FLAGS = { crc: 2, extra: 4, name: 8, comment: 16 };

/**
 * Members that are searched for their end. Each is decoded by itself, which blocks this process for about 3 µs:
 * 10 MB of empty members would take seconds. Compressors that write several members fill each with 64 KB.
 */
const MAX_MEMBERS = 10_000;

/**
 * Where the last of a row of gzip members ends; 0 where the bytes do not begin with one, or where the
 * members are too many or too large to be decoded once more.
 */
function endOfMembers(bytes: Buffer, maxBytes: number): number {
  let end = 0;
  let room = maxBytes;
  for (let count = 0; bytes.subarray(end, end + MAGIC.length).equals(MAGIC); count += 1) {
    const member = memberAt(bytes, end, room);
    if (member === null) break;
    if (count === MAX_MEMBERS) return 0;
    end = member.end;
    room -= member.size;
  }

  return end;
}

interface Member {
  /** Behind its trailer. */
  readonly end: number;
  /** Bytes that its data decode to. */
  readonly size: number;
}

function memberAt(bytes: Buffer, start: number, maxBytes: number): Member | null {
  const data = endOfHeader(bytes, start);
  try {
    // The types do not know `info`: https://nodejs.org/api/zlib.html#class-options
    const options = { info: true, maxOutputLength: Math.max(1, maxBytes) };
    const found: unknown = zlib.inflateRawSync(bytes.subarray(data), options);
    const { consumed, size } = decodedSizes(found);

    return { end: data + consumed + TRAILER_BYTES, size };
  } catch {
    // Not a whole member: it counts to what follows.
    return null;
  }
}

function decodedSizes(result: unknown): { readonly consumed: number; readonly size: number } {
  const isKnown =
    typeof result === 'object' && result !== null && 'engine' in result && 'buffer' in result;
  const engine: unknown = isKnown ? result.engine : null;
  const hasCount = typeof engine === 'object' && engine !== null && 'bytesWritten' in engine;

  return {
    consumed: hasCount ? Number(engine.bytesWritten) : 0,
    size: isKnown && Buffer.isBuffer(result.buffer) ? result.buffer.length : 0,
  };
}

function endOfHeader(bytes: Buffer, start: number): number {
  const flags = bytes[start + 3] ?? 0;
  let at = start + FIXED_HEADER_BYTES;
  if (flags & FLAGS.extra) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  if (flags & FLAGS.name) at = bytes.indexOf(0, at) + 1;
  if (flags & FLAGS.comment) at = bytes.indexOf(0, at) + 1;

  return flags & FLAGS.crc ? at + 2 : at;
}
