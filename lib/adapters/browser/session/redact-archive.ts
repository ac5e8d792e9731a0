import type { Redact } from '../../../core/record/redact.ts';
import { unzipSync, zipSync } from 'fflate';

/** Deflate's usual effort: traces are text, and written once. */
const COMPRESSION_LEVEL = 6;

/** A ZIP archive with every text in it redacted; other entries stay as they are. */
export function redactArchive(archive: Uint8Array, redact: Redact): Uint8Array {
  const entries = unzipSync(archive);
  const redacted = Object.entries(entries).map(
    ([name, content]) => [redact(name), redactEntry(content, redact)] as const,
  );

  return zipSync(Object.fromEntries(redacted), { level: COMPRESSION_LEVEL });
}

function redactEntry(content: Uint8Array, redact: Redact): Uint8Array {
  const text = textOf(content);
  if (text === null) return content;
  const clean = redact(text);

  return clean === text ? content : new TextEncoder().encode(clean);
}

function textOf(content: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    // Not UTF-8: an image, a font.
    return null;
  }
}
