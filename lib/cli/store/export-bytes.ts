import { gzipSync } from 'node:zlib';
import type { ExportBytes } from '../../core/store/export-format.ts';

/** Bytes as Base64 text, and records as the store compresses them. */
export const BYTES: ExportBytes = {
  encode: (bytes) => Buffer.from(bytes).toString('base64'),
  decode: (text) => Buffer.from(text, 'base64'),
  pack: (record) => gzipSync(JSON.stringify(record)),
};
