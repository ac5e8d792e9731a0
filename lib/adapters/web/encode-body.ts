import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A body as it is sent. */
export interface EncodedBody {
  readonly bytes: Buffer;
  /** Null: as it is. */
  readonly encoding: 'br' | 'gzip' | null;
}

/** Less than this fits into a packet or two anyway. */
const MIN_BYTES = 1_024;
/** A page is made once and sent once, over loopback: the time to compress it counts, not the last byte. */
const GZIP_LEVEL = 3;
const BROTLI_QUALITY = 3;

const inBrotli = promisify(brotliCompress);
const inGzip = promisify(gzip);

/** Compresses a body as its reader accepts; small ones are left as they are. */
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
      // A weight of nothing is a refusal: RFC 9110, section 12.4.2.
      .filter(([, weight]) => !/^q=0(?:\.0{0,3})?$/.test(weight ?? ''))
      .map(([name = '']) => name),
  );
  if (accepted.has('br')) return 'br';

  return accepted.has('gzip') ? 'gzip' : null;
}
