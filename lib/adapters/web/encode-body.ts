import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A body to send, compressed or not. */
export interface EncodedBody {
  readonly bytes: Buffer;
  /** Null: not compressed. */
  readonly encoding: 'br' | 'gzip' | null;
}

/** Smaller bodies fit into one or two packets anyway. */
const MIN_BYTES = 1_024;
/** Low levels: over loopback, the time of compressing counts more than the size. */
const GZIP_LEVEL = 3;
const BROTLI_QUALITY = 3;

const inBrotli = promisify(brotliCompress);
const inGzip = promisify(gzip);

/** Compresses a body by `Accept-Encoding`; small ones are not compressed. */
export async function encodeBody(
  bytes: Buffer,
  acceptEncoding: string | undefined,
): Promise<EncodedBody> {
  const encoding = bytes.byteLength <= MIN_BYTES ? null : bestOf(acceptEncoding ?? '');
  switch (encoding) {
    case 'br': {
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
      };
      return { bytes: await inBrotli(bytes, { params }), encoding };
    }
    case 'gzip':
      return { bytes: await inGzip(bytes, { level: GZIP_LEVEL }), encoding };
    case null:
      return { bytes, encoding };
  }
}

function bestOf(acceptEncoding: string): EncodedBody['encoding'] {
  const accepted = new Set(
    acceptEncoding
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((word) => word.trim()))
      // A weight of 0 means not acceptable: RFC 9110, section 12.4.2.
      .filter(([, weight]) => !/^q=0(?:\.0{0,3})?$/.test(weight ?? ''))
      .map(([name = '']) => name),
  );
  if (accepted.has('br')) return 'br';

  return accepted.has('gzip') ? 'gzip' : null;
}
