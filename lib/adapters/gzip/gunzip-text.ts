import { gunzipSync } from 'node:zlib';

/** Far more than a record may have; stops what would fill the memory. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/** Unpacks a gzipped text in Base64. Throws where it is none, or too long. */
export function gunzipText(base64: string): string {
  return gunzipSync(Buffer.from(base64, 'base64'), {
    maxOutputLength: MAX_TEXT_BYTES,
  }).toString('utf8');
}
