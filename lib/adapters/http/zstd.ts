import { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { RunFailure } from '../../core/record/outcome.ts';
import { asError } from '../base/node-error.ts';

/** `node:zlib` decodes zstd since Node 22.15; the types are those of Node 20. */
type ZstdFactory = () => Transform;

/** Frames may ask for windows of up to 8 MB over HTTP (RFC 9659), which is 2 to the power of 23. */
const MAX_WINDOW_LOG = 23;
/** Magic number, frame header descriptor and window descriptor (RFC 8878, section 3.1.1). */
const HEADER_BYTES = 6;
/** fzstd moves its window for every block; this limit is about 2 s of moving. */
const MAX_MOVED_BYTES = 16 * 1024 ** 3;

/** Node's zstd decoder, which works off the main thread; null before Node 22.15. */
function nativeZstd(): ZstdFactory | null {
  const factory: unknown = 'createZstdDecompress' in zlib ? zlib.createZstdDecompress : null;

  return isFactory(factory) ? factory : null;
}

function isFactory(value: unknown): value is ZstdFactory {
  return typeof value === 'function';
}

/** Encodings that requests accept: those that Node decodes off the main thread. */
export const ACCEPT_ENCODING =
  nativeZstd() === null ? 'gzip, deflate, br' : 'gzip, deflate, br, zstd';

/** Decodes zstd; in JavaScript where Node cannot, because some servers send it unasked. */
export function zstdDecoder(maxBytes: number): Transform {
  const native = nativeZstd();

  return native === null ? javaScriptZstd(maxBytes) : native();
}

/**
 * Decodes zstd in JavaScript. Fails early when the output would exceed `maxBytes` or block the
 * thread.
 */
export function javaScriptZstd(maxBytes: number): Transform {
  let head: Buffer | null = Buffer.alloc(0);
  let size = 0;
  let movedBytes = 0;
  let windowBytes = maxBytes;
  const decoder = new Decompress((block) => {
    size += block.length;
    movedBytes += windowBytes;
    if (size > maxBytes || movedBytes > MAX_MOVED_BYTES) throw bomb(maxBytes);
    stream.push(Buffer.from(block));
  });

  function feed(chunk: Buffer): void {
    if (head === null) return void decoder.push(chunk);
    head = Buffer.concat([head, chunk]);
    if (head.length < HEADER_BYTES) return;
    windowBytes = windowOf(head, maxBytes);
    decoder.push(head);
    head = null;
  }

  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => attempt(() => feed(chunk), done),
    flush: (done) => attempt(() => void decoder.push(head ?? Buffer.alloc(0), true), done),
  });

  return stream;
}

function attempt(action: () => void, done: (error?: Error) => void): void {
  try {
    action();
  } catch (error) {
    return done(asError(error));
  }
  done();
}

/** Window size of the first frame in bytes, read before fzstd allocates it. */
function windowOf(head: Buffer, maxBytes: number): number {
  const [descriptor = 0, window = 0] = head.subarray(4);
  const singleSegment = (descriptor & 0b0010_0000) !== 0;
  const contentSizeBytes = descriptor >> 6;
  // A single segment's window is its content, whose size is written in 1, 2, 4 or 8 bytes.
  if (singleSegment) return contentSizeBytes >= 2 ? segmentSize(head, maxBytes) : 65_536 + 256;
  const log = 10 + (window >> 3);
  if (log > MAX_WINDOW_LOG) throw bomb(maxBytes);

  return 2 ** log * (1 + (window & 7) / 8);
}

function segmentSize(head: Buffer, maxBytes: number): number {
  const dictionaryBytes = [0, 1, 2, 4][(head[4] ?? 0) & 3] ?? 0;
  const at = 5 + dictionaryBytes;
  if (head.length < at + 4) return maxBytes;
  const size = head.readUInt32LE(at);
  if (size > maxBytes) throw bomb(maxBytes);

  return size;
}

function bomb(maxBytes: number): RunFailure {
  const megabytes = maxBytes / 1024 / 1024;

  return new RunFailure(
    'target.body',
    `the body is larger than ${megabytes} MB after decompression, or needs a larger window`,
  );
}
