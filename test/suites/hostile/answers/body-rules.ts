import zlib from 'node:zlib';
import { type Change, type Draft, one, type Rules } from './answer-draft.ts';

/** Rules for bodies, apart from their encodings. */
export const rulesOfBodies: Rules = {
  'bytes after': (draft, pick) => {
    draft.after = Buffer.from(
      one(['x', ' and more', '\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx', '\0'], pick),
      'latin1',
    );
  },
  'empty body': (draft) => {
    setBody(draft, Buffer.alloc(0));
  },
};

/** At most one of these applies: only the last encoding of several is what a decoder sees first. */
export const rulesOfEncodings: Rules = {
  gzip: encoded('gzip', zlib.gzipSync),
  'x-gzip': encoded('x-gzip', zlib.gzipSync),
  GZIP: encoded('GZIP', zlib.gzipSync),
  deflate: encoded('deflate', zlib.deflateSync),
  'raw deflate': encoded('deflate', zlib.deflateRawSync),
  br: encoded('br', zlib.brotliCompressSync),
  'gzip and bytes': encoded('gzip', (text) =>
    Buffer.concat([zlib.gzipSync(text), Buffer.from('\r\n<!-- x -->')]),
  ),
  'gzip and NUL': encoded('gzip', (text) => Buffer.concat([zlib.gzipSync(text), Buffer.alloc(7)])),
  'deflate and bytes': encoded('deflate', (text) =>
    Buffer.concat([zlib.deflateSync(text), Buffer.from('<!-- x -->')]),
  ),
  'br and bytes': encoded('br', (text) =>
    Buffer.concat([zlib.brotliCompressSync(text), Buffer.from('<!-- x -->')]),
  ),
  'gzip of nothing and bytes': encoded('gzip', () =>
    Buffer.concat([zlib.gzipSync(''), Buffer.from('more')]),
  ),
  'gzip twice': encoded('gzip', (text) =>
    Buffer.concat([zlib.gzipSync(text), zlib.gzipSync(text)]),
  ),
  'gzip, cut': encoded('gzip', (text) => zlib.gzipSync(text).subarray(0, -12)),
  'gzip, cut in its end': encoded('gzip', (text) => zlib.gzipSync(text).subarray(0, -5)),
  'deflate, cut': encoded('deflate', (text) => zlib.deflateSync(text).subarray(0, -6)),
  'br, cut': encoded('br', (text) => zlib.brotliCompressSync(text).subarray(0, -4)),
  'gzip with a wrong sum': encoded('gzip', (text) => withWrongSum(zlib.gzipSync(text))),
  'gzip in name only': encoded('gzip', (text) => text),
  'deflate in name only': encoded('deflate', (text) => text),
  'br in name only': encoded('br', (text) => text),
  'gzip of nothing': encoded('gzip', () => Buffer.alloc(0)),
  'no encoding': encoded('', (text) => text),
  identity: encoded('identity', (text) => text),
  'unknown encoding': (draft, pick) => {
    encoded(one(['none', 'rot13', 'utf-8', 'x', 'gzip2'], pick), (text) => text)(draft, pick);
  },
  'quoted encoding': encoded('"gzip"', (text) => text),
  'gzip and identity': encoded('gzip, identity', zlib.gzipSync),
  'identity and gzip': encoded('identity, gzip', zlib.gzipSync),
  'gzip, and unknown': encoded('gzip, rot13', zlib.gzipSync),
  'gzip of gzip': encoded('gzip, gzip', (text) => zlib.gzipSync(zlib.gzipSync(text))),
  'br of gzip': encoded('gzip, br', (text) => zlib.brotliCompressSync(zlib.gzipSync(text))),
  'gzip with the length of its content': (draft) => {
    const bytes = draft.body.length;
    encoded('gzip', (text) => zlib.gzipSync(text))(draft, () => 0);
    draft.framing = [`Content-Length: ${bytes}`];
  },
};

function setBody(draft: Draft, body: Buffer): void {
  draft.body = body;
  draft.framed = body;
  draft.framing = [`Content-Length: ${body.length}`];
}

function encoded(encoding: string, encode: (text: Buffer) => Buffer): Change {
  return (draft) => {
    draft.lines.push(`Content-Encoding: ${encoding}`);
    setBody(draft, encode(draft.body));
  };
}

function withWrongSum(bytes: Buffer): Buffer {
  const wrong = Buffer.from(bytes);
  const at = wrong.length - 8;
  wrong[at] = (wrong[at] ?? 0) ^ 0xff;

  return wrong;
}
