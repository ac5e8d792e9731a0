import { gunzipSync, gzipSync, unzipSync, zipSync } from 'fflate';
import type { Redact } from '../../../core/record/redact.ts';

/** Deflate's default level. */
const COMPRESSION_LEVEL = 6;
/** RFC 1952, 2.3.1. */
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** Replaces secrets in the names and contents of every entry of a ZIP archive. */
export function redactArchive(archive: Uint8Array, redact: Redact): Uint8Array {
  const entries = unzipSync(archive);
  const redacted = Object.entries(entries).map(
    ([name, content]) => [redact(name), redactBytes(content, redact)] as const,
  );

  return zipSync(Object.fromEntries(redacted), { level: COMPRESSION_LEVEL });
}

/**
 * Replaces secrets in a file: in a text of UTF-8, in what is compressed, and in any other file as
 * bytes. A file without any is returned as it is.
 */
export function redactBytes(content: Uint8Array, redact: Redact): Uint8Array {
  const unpacked = unpackedOf(content);
  if (unpacked !== null) {
    const clean = redactBytes(unpacked, redact);

    return clean === unpacked ? content : gzipSync(clean);
  }
  const text = textOf(content);
  if (text === null) return redactOtherBytes(content, redact);
  const clean = redact(text);

  return clean === text ? content : new TextEncoder().encode(clean);
}

/** Texts of other encodings, and files that hold texts, such as pictures: byte by byte. */
function redactOtherBytes(content: Uint8Array, redact: Redact): Uint8Array {
  const text = Buffer.from(content).toString('latin1');
  const clean = redact(text);

  return clean === text ? content : Buffer.from(clean, 'latin1');
}

function unpackedOf(content: Uint8Array): Uint8Array | null {
  if (GZIP_MAGIC.some((byte, index) => content[index] !== byte)) return null;
  try {
    return gunzipSync(content);
  } catch {
    // It only begins like a compressed file.
    return null;
  }
}

function textOf(content: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    // Not UTF-8: an image, a font.
    return null;
  }
}
