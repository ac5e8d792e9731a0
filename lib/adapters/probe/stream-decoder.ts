import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { RunFailure } from '../../core/record/outcome.ts';
import { MAX_BODY_BYTES, tooLarge } from '../http/decode.ts';
import { quoted } from './quoted.ts';

/** Decodes a compressed stream as it arrives: what was sent so far comes out, also before its end. */
export interface StreamDecoder {
  /** Resolves with what these bytes decode to. */
  decode(bytes: Buffer): Promise<Buffer>;
  destroy(): void;
}

const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', () => zlib.createGunzip()],
  ['x-gzip', () => zlib.createGunzip()],
  ['deflate', () => zlib.createInflate()],
  ['br', () => zlib.createBrotliDecompress()],
]);

/** What the probe can decode, for `accept-encoding`. */
export const STREAM_ENCODINGS = 'gzip, deflate, br';

/** Makes the decoder for the value of a `content-encoding` header. Throws a RunFailure where there is none for it. */
export function streamDecoder(encoding: string): StreamDecoder {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') {
    return { decode: async (bytes) => bytes, destroy: () => undefined };
  }
  const make = DECODERS.get(name);
  if (make === undefined) {
    throw new RunFailure('target.body', `the stream has the unknown encoding ${quoted(name)}`);
  }

  return decoderBy(make(), name);
}

function decoderBy(stage: Transform, name: string): StreamDecoder {
  const chunks: Buffer[] = [];
  let size = 0;
  stage.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) stage.destroy(tooLarge('after decompression'));
  });
  // Reported by the promise below.
  stage.on('error', () => undefined);

  return {
    decode: async (bytes) =>
      new Promise<Buffer>((resolve, reject) => {
        function onError(error: Error): void {
          if (error instanceof RunFailure) return reject(error);
          const reason = `the stream cannot be decoded as ${name}: ${error.message}`;
          reject(new RunFailure('target.body', reason, { cause: error }));
        }
        stage.once('error', onError);
        stage.write(bytes, () => {
          stage.removeListener('error', onError);
          resolve(Buffer.concat(chunks.splice(0)));
        });
      }),
    destroy: () => stage.destroy(),
  };
}
