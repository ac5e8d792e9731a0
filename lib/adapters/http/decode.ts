import { pipeline, Readable, type Transform, Writable } from 'node:stream';
import { pipeline as pipelined } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { Malformation } from '../../core/record/malformation.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { asError } from '../base/node-error.ts';
import { type Decodable, receivedBytes } from './received-bytes.ts';
import { zstdDecoder } from './zstd.ts';

/** Limit of a body's size, on the wire and after decompression. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Decodes a body while it arrives. */
export interface Decoder {
  write(chunk: Buffer): void;
  /** The whole body; rejects with a RunFailure of cause `target.body`. */
  end(): Promise<Buffer>;
  /** Frees its buffers and streams. */
  destroy(): void;
}

/** Receives what a {@link Decoder} finds. */
export interface DecoderEvents {
  /** The body cannot be decoded; called while it still arrives. */
  readonly onFailure: (failure: RunFailure) => void;
  /** Something is malformed that browsers tolerate. */
  readonly note: (malformation: Malformation) => void;
}

/**
 * Makes a decoder for the value of a `content-encoding` header. The output is counted as it is
 * produced: a decompression bomb is stopped at the limit. As in browsers, a body with an unknown
 * encoding stays as it is, and bytes after the end of the compressed data are left out.
 */
export function bodyDecoder(encoding: string, events: DecoderEvents): Decoder {
  const names = encodingNames(encoding, events.note);
  let opened: Decoder | null = null;

  return {
    write: (chunk) => {
      opened ??= openDecoder(names, chunk, events);
      opened.write(chunk);
    },
    end: async () => opened?.end() ?? Buffer.alloc(0),
    destroy: () => opened?.destroy(),
  };
}

/** The failure of a body over {@link MAX_BODY_BYTES}. */
export function tooLarge(where: string): RunFailure {
  const megabytes = MAX_BODY_BYTES / 1024 / 1024;

  return new RunFailure('target.body', `the body is larger than ${megabytes} MB ${where}`);
}

/** Options of a decoder: whether data that end early count as complete. */
interface StageOptions {
  readonly firstChunk: Buffer;
  readonly isCut: boolean;
}

const { Z_FINISH, Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants;

const DECODERS: ReadonlyMap<string, (options: StageOptions) => Transform> = new Map([
  ['gzip', gunzipper],
  ['x-gzip', gunzipper],
  ['br', brotliDecoder],
  ['deflate', inflater],
  ['zstd', () => zstdDecoder(MAX_BODY_BYTES)],
]);

function gunzipper({ isCut }: StageOptions): Transform {
  return zlib.createGunzip({ finishFlush: isCut ? Z_SYNC_FLUSH : Z_FINISH });
}

function brotliDecoder({ isCut }: StageOptions): Transform {
  return isCut
    ? zlib.createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH })
    : zlib.createBrotliDecompress();
}

/**
 * The names of known encodings, in the order of their application; none where one is unknown, or
 * `identity`, which is none.
 */
function encodingNames(encoding: string, note: DecoderEvents['note']): readonly string[] {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.every((name) => DECODERS.has(name))) return names;
  if (names.some((name) => name !== 'identity')) note('unknown-encoding');

  return [];
}

function openDecoder(names: readonly string[], firstChunk: Buffer, events: DecoderEvents): Decoder {
  const stages = stagesOf(names, { firstChunk, isCut: false });
  const [first] = stages;

  return first === undefined ? plainDecoder() : streamDecoder({ first, stages, names }, events);
}

function stagesOf(names: readonly string[], options: StageOptions): readonly Transform[] {
  return names.toReversed().flatMap((name) => DECODERS.get(name)?.(options) ?? []);
}

function plainDecoder(): Decoder {
  const chunks: Buffer[] = [];

  return {
    write: (chunk) => void chunks.push(chunk),
    end: async () => Buffer.concat(chunks),
    destroy: () => undefined,
  };
}

interface DecoderStages {
  readonly first: Transform;
  readonly stages: readonly Transform[];
  readonly names: readonly string[];
}

function streamDecoder({ first, stages, names }: DecoderStages, events: DecoderEvents): Decoder {
  const chunks: Buffer[] = [];
  const received = receivedBytes(names.at(-1) ?? '', MAX_BODY_BYTES);
  let failure: RunFailure | null = null;
  let rest: Decodable | null = null;
  let abandoned = false;
  const done = new Promise<void>((resolve) => {
    pipeline([...stages, boundedSink(chunks)], (error) => {
      resolve();
      if (!error || abandoned) return;
      rest = received.decodable(error);
      if (rest !== null) return;
      failure = error instanceof RunFailure ? error : undecodable(names, error);
      events.onFailure(failure);
    });
  });

  return {
    write: (chunk) => {
      received.add(chunk);
      if (first.writable) first.write(chunk);
    },
    end: async () => {
      first.end();
      await done;
      if (failure !== null) throw failure;
      if (rest !== null) return decoded(names, rest, events);
      if (received.hasSurplus(first)) events.note('bytes-after-compression');

      return Buffer.concat(chunks);
    },
    destroy: () => {
      abandoned = true;
      first.destroy();
    },
  };
}

/** Decodes what browsers would decode of malformed data. */
async function decoded(
  names: readonly string[],
  { bytes, isCut, note }: Decodable,
  events: DecoderEvents,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    const source = Readable.from([bytes]);
    await pipelined([
      source,
      ...stagesOf(names, { firstChunk: bytes, isCut }),
      boundedSink(chunks),
    ]);
  } catch (error) {
    throw error instanceof RunFailure ? error : undecodable(names, asError(error));
  }
  events.note(note);

  return Buffer.concat(chunks);
}

function boundedSink(chunks: Buffer[]): Writable {
  let size = 0;

  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return done(tooLarge('after decompression'));
      chunks.push(chunk);
      done();
    },
  });
}

function undecodable(names: readonly string[], error: Error): RunFailure {
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const reason = `the body cannot be decoded as ${names.join(', ')}: ${error.message}${code}`;

  return new RunFailure('target.body', reason, { cause: error });
}

/**
 * Servers send `deflate` with and without zlib's header; its first nibble shows which (RFC 1950).
 */
function inflater({ firstChunk, isCut }: StageOptions): Transform {
  const [head = 0] = firstChunk;
  const options = { finishFlush: isCut ? Z_SYNC_FLUSH : Z_FINISH };

  return (head & 0x0f) === 8 ? zlib.createInflate(options) : zlib.createInflateRaw(options);
}
