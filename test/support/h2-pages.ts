import zlib from 'node:zlib';
import type { H2Handler } from './h2-server.ts';
import { preciseDelay } from './precise-delay.ts';

/** How long pages take that are late. */
export const BACKEND_MS = 200;
/** Size of a page that is larger than a window of HTTP/2. */
export const LARGE_BYTES = 3_000_000;
/** The text of compressed pages. */
export const PAGE_TEXT = 'shop '.repeat(1000);

/** Answers by path: slow, large, compressed, without a body and so on. Others repeat the request's headers. */
export function answerPages(...[stream, headers, ...rest]: Parameters<H2Handler>): void {
  const [path = ''] = String(headers[':path']).split('?');
  (PAGES.get(path) ?? repeated)(stream, headers, ...rest);
}

/** Nothing is sent to a client that has gone. */
function late(stream: Parameters<H2Handler>[0], work: () => void): void {
  void preciseDelay(BACKEND_MS).then(() => (stream.destroyed ? undefined : work()));
}

function repeated(...[stream, headers]: Parameters<H2Handler>): void {
  stream.respond({ ':status': 200, 'content-type': 'application/json' });
  stream.end(JSON.stringify({ ...headers }));
}

const PAGES: ReadonlyMap<string, H2Handler> = new Map<string, H2Handler>(
  Object.entries({
    '/slow': (stream) => {
      late(stream, () => {
        stream.respond({ ':status': 200 });
        stream.end('late');
      });
    },
    '/slow-body': (stream) => {
      stream.respond({ ':status': 200 });
      stream.write('begun');
      late(stream, () => stream.end('ended'));
    },
    '/hints': (stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a.css>; rel=preload' });
      late(stream, () => {
        stream.respond({ ':status': 200 });
        stream.end('late');
      });
    },
    '/echo': (stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        stream.respond({ ':status': 200 });
        stream.end(String(Buffer.concat(chunks).length));
      });
    },
    '/large': (stream) => {
      stream.respond({ ':status': 200 });
      stream.end(Buffer.alloc(LARGE_BYTES));
    },
    '/too-large': (stream) => {
      stream.respond({ ':status': 200 });
      stream.end(Buffer.alloc(11 * 1024 * 1024));
    },
    '/announced': (stream) => {
      stream.respond({ ':status': 200, 'content-length': String(11 * 1024 * 1024) });
      stream.write('x');
    },
    '/gzip': (stream) => compressed(stream, 'gzip', zlib.gzipSync(PAGE_TEXT)),
    '/br': (stream) => compressed(stream, 'br', zlib.brotliCompressSync(PAGE_TEXT)),
    '/deflate': (stream) => compressed(stream, 'deflate', zlib.deflateSync(PAGE_TEXT)),
    '/unknown-encoding': (stream) => compressed(stream, 'shop', Buffer.from(PAGE_TEXT)),
    '/bad-gzip': (stream) => compressed(stream, 'gzip', Buffer.from('no gzip')),
    '/204': (stream) => stream.respond({ ':status': 204 }, { endStream: true }),
    '/304': (stream) => stream.respond({ ':status': 304, etag: '"a"' }, { endStream: true }),
    '/404': (stream) => {
      stream.respond({ ':status': 404 });
      stream.end('not here');
    },
    '/trailers': (stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-checksum': 'abc' }));
      stream.end('with trailers');
    },
    '/cookies': (stream) => {
      stream.respond({
        ':status': 302,
        'set-cookie': ['a=1; Path=/', 'b=2; Path=/'],
        location: '/',
      });
      stream.end('elsewhere');
    },
    '/refuse-upload': (stream) => {
      stream.respond({ ':status': 413 });
      stream.end('too large');
    },
  } satisfies Readonly<Record<string, H2Handler>>),
);

function compressed(stream: Parameters<H2Handler>[0], encoding: string, bytes: Buffer): void {
  stream.respond({ ':status': 200, 'content-encoding': encoding });
  stream.end(bytes);
}
