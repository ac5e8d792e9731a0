import { gunzipSync } from 'node:zlib';

/** Far above a record's size; protects memory against decompression bombs. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/** Decompresses a gzipped text in Base64. Throws if it is invalid or longer than 32 MB. */
export function gunzipText(base64: string): string {
  return gunzipSync(Buffer.from(base64, 'base64'), {
    maxOutputLength: MAX_TEXT_BYTES,
  }).toString('utf8');
}
