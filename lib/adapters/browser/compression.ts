import type { Transform } from 'node:stream';
import zlib from 'node:zlib';

/** Large chunks: with 16 kB, a browser of 200 MB would need 12,000 calls. */
const CHUNK_BYTES = 2 * 1024 * 1024;
/**
 * Compared with level 19, it unpacks as fast, packs in a twentieth of the time and is 10% larger.
 * It unpacks 2.8 times faster than brotli.
 */
const ZSTD_LEVEL = 9;
/** `ZSTD_c_compressionLevel` of https://facebook.github.io/zstd/zstd_manual.html */
const ZSTD_LEVEL_PARAMETER = 100;

type Factory = (options: object) => Transform;

/** Decompresses by file extension: `.br` or `.zst`. */
export function decompressor(file: string): Transform {
  if (!file.endsWith('.zst')) return zlib.createBrotliDecompress({ chunkSize: CHUNK_BYTES });
  const unpack = 'createZstdDecompress' in zlib ? zlib.createZstdDecompress : null;
  if (!isFactory(unpack)) {
    throw new Error(
      `Cannot unpack "${file}": Node ${process.versions.node} has no zstd; expected 22.15 or later`,
    );
  }

  return unpack({ chunkSize: CHUNK_BYTES });
}

/** Compresses as zstd; null before Node 22.15. */
export function zstdCompressor(): Transform | null {
  const pack = 'createZstdCompress' in zlib ? zlib.createZstdCompress : null;
  if (!isFactory(pack)) return null;

  return pack({ chunkSize: CHUNK_BYTES, params: { [ZSTD_LEVEL_PARAMETER]: ZSTD_LEVEL } });
}

// The types are those of Node 20, which has no zstd.
function isFactory(value: unknown): value is Factory {
  return typeof value === 'function';
}
