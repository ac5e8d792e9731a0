import { pipeline, type Transform, Writable } from 'node:stream';
import zlib from 'node:zlib';
import { RunFailure } from '../../core/record/outcome.ts';
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

/**
 * Makes a decoder for the value of a `content-encoding` header. The output is counted as it is
 * produced: a decompression bomb is stopped at the limit, and `onFailure` is called while the body
 * still arrives.
 */
export function bodyDecoder(encoding: string, onFailure: (failure: RunFailure) => void): Decoder {
  const names = encodingNames(encoding);
  let opened: Decoder | null = null;

  return {
    write: (chunk) => {
      opened ??= openDecoder(names, chunk, onFailure);
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

const DECODERS: ReadonlyMap<string, (firstChunk: Buffer) => Transform> = new Map([
  ['gzip', () => zlib.createGunzip()],
  ['x-gzip', () => zlib.createGunzip()],
  ['br', () => zlib.createBrotliDecompress()],
  ['deflate', inflater],
  ['zstd', () => zstdDecoder(MAX_BODY_BYTES)],
]);

function encodingNames(encoding: string): readonly string[] {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const unknown = names.find((name) => !DECODERS.has(name));
  if (unknown === undefined) return names;
  const known = [...DECODERS.keys()].join(', ');

  throw new RunFailure(
    'target.body',
    `the body has the unknown content encoding "${unknown}"; expected one of ${known}`,
  );
}

function openDecoder(
  names: readonly string[],
  firstChunk: Buffer,
  onFailure: (failure: RunFailure) => void,
): Decoder {
  const stages = names.toReversed().flatMap((name) => DECODERS.get(name)?.(firstChunk) ?? []);
  const [first] = stages;

  return first === undefined
    ? plainDecoder()
    : streamDecoder({ first, stages, encoding: names.join(', ') }, onFailure);
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
  readonly encoding: string;
}

function streamDecoder(
  { first, stages, encoding }: DecoderStages,
  onFailure: (failure: RunFailure) => void,
): Decoder {
  const chunks: Buffer[] = [];
  let failure: RunFailure | null = null;
  let abandoned = false;
  const done = new Promise<void>((resolve) => {
    pipeline([...stages, boundedSink(chunks)], (error) => {
      resolve();
      if (!error || abandoned) return;
      failure = error instanceof RunFailure ? error : undecodable(encoding, error);
      onFailure(failure);
    });
  });

  return {
    write: (chunk) => void (first.writable && first.write(chunk)),
    end: async () => {
      first.end();
      await done;
      if (failure !== null) throw failure;

      return Buffer.concat(chunks);
    },
    destroy: () => {
      abandoned = true;
      first.destroy();
    },
  };
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

function undecodable(encoding: string, error: Error): RunFailure {
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const reason = `the body cannot be decoded as ${encoding}: ${error.message}${code}`;

  return new RunFailure('target.body', reason, { cause: error });
}

/**
 * Servers send `deflate` with and without zlib's header; its first nibble shows which (RFC 1950).
 */
function inflater(firstChunk: Buffer): Transform {
  const [head = 0] = firstChunk;

  return (head & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw();
}
