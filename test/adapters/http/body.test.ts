import zlib from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_BODY_BYTES } from '../../../lib/adapters/http/decode.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer } from '../../support/http-server.ts';
import type { TestServer } from '../../support/http-server.ts';

const TEXT = 'All the roads of the kingdom, measured by the wheel. '.repeat(2000);

let server: TestServer;
beforeAll(async () => {
  server = await startServer(serve);
});
afterAll(async () => server.close());

/** What a path answers with: an encoding, and the bytes that are said to be in it. */
const BODIES: Readonly<Record<string, readonly [encoding: string, bytes: () => Buffer]>> = {
  '/gzip': ['gzip', () => zlib.gzipSync(TEXT)],
  '/br': ['br', () => zlib.brotliCompressSync(TEXT)],
  '/deflate': ['deflate', () => zlib.deflateSync(TEXT)],
  '/deflate-raw': ['deflate', () => zlib.deflateRawSync(TEXT)],
  '/twice': ['gzip, br', () => zlib.brotliCompressSync(zlib.gzipSync(TEXT))],
  '/zstd': ['zstd', () => zstdFrame(TEXT)],
  '/identity': ['identity', () => Buffer.from(TEXT)],
  '/gzip-empty': ['gzip', () => Buffer.alloc(0)],
  '/gzip-garbage': ['gzip', () => Buffer.from('this is no gzip at all')],
  '/zstd-cut': ['zstd', () => zstdFrame(TEXT).subarray(0, -20)],
  '/zstd-garbage': ['zstd', () => Buffer.from('this is no zstd frame at all')],
  '/zstd-bomb': ['zstd', () => zstdZeros(1000)],
  '/zstd-window': ['zstd', () => Buffer.from('28b52ffd00f8010000', 'hex')],
  '/br-bomb': ['br', () => zlib.brotliCompressSync(Buffer.alloc(64 * 1024 * 1024), FAST)],
  '/just-fits': ['identity', () => Buffer.alloc(MAX_BODY_BYTES)],
  '/just-fits-gzip': ['gzip', () => zlib.gzipSync(Buffer.alloc(MAX_BODY_BYTES))],
  '/one-too-many-gzip': ['gzip', () => zlib.gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1))],
};

const FAST = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } };

function serve(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/declared') {
    response.writeHead(200, { 'content-length': MAX_BODY_BYTES + 1 });
    response.flushHeaders();
    return;
  }
  if (request.url === '/bad-chunks') {
    response.socket?.end(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n',
    );
    return;
  }
  if (request.url === '/cut-chunks') {
    response.socket?.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n');
    return;
  }
  const [encoding, bytes] = BODIES[request.url ?? ''] ?? ['', () => Buffer.alloc(0)];
  response.setHeader('content-encoding', encoding);
  response.end(bytes());
}

describe('bodies', () => {
  it.each(['gzip', 'br', 'deflate', 'deflate-raw', 'twice', 'zstd', 'identity'])(
    'HttpClient.get() decodes a body when it is %s, and counts its bytes on the wire',
    async (name) => {
      const session = testSession({ baseUrl: server.origin });

      const response = await session.client.get(`/${name}`);

      session.close();
      expect(response.text()).toBe(TEXT);
      expect(response.timings.sizeBytes).toBe(BODIES[`/${name}`]?.[1]().length);
    },
  );

  it('HttpClient.get() asks for no encoding that it would have to decode on the main thread', async () => {
    const echo = await startServer((request, response) => {
      response.end(request.headers['accept-encoding']);
    });
    const session = testSession();

    const response = await session.client.get(echo.origin);

    session.close();
    await echo.close();
    const native = 'createZstdDecompress' in zlib ? ', zstd' : '';
    expect(response.text()).toBe(`gzip, deflate, br${native}`);
  });

  it('HttpClient.get() returns an empty body for an empty response, whatever its content encoding', async () => {
    const session = testSession({ baseUrl: server.origin });

    const response = await session.client.get('/gzip-empty');

    session.close();
    expect(response.text()).toBe('');
  });

  it.each(['just-fits', 'just-fits-gzip'])(
    'HttpClient.get() takes a body of exactly the limit (%s)',
    async (name) => {
      const session = testSession({ baseUrl: server.origin });

      const response = await session.client.get(`/${name}`);

      session.close();
      expect(response.bytes()).toHaveLength(MAX_BODY_BYTES);
    },
  );

  it.each([
    ['gzip-garbage', /body cannot be decoded as gzip: incorrect header check/],
    ['zstd-cut', /body cannot be decoded as zstd/],
    ['zstd-garbage', /body cannot be decoded as zstd/],
    ['zstd-bomb', /larger than 10 MB after decompression/],
    ['zstd-window', /or needs a larger window|windowTooLarge/],
    ['br-bomb', /larger than 10 MB after decompression/],
    ['one-too-many-gzip', /larger than 10 MB after decompression/],
    ['declared', /larger than 10 MB on the wire/],
    ['bad-chunks', /body is not valid HTTP: "zz" is not the size of a chunk/],
    ['cut-chunks', /the connection ended before the body was complete: 5 bytes arrived/],
  ])('HttpClient.get() fails as target.body when the body is %s', async (name, message) => {
    const session = testSession({ baseUrl: server.origin });

    const failure = await failureOf(session.client.get(`/${name}`));

    session.close();
    expect(failure.code).toBe('target.body');
    expect(failure.message).toMatch(message);
  });
});

/** A zstd frame of raw blocks (RFC 8878, section 3.1.1), because Node 20 cannot make one. */
function zstdFrame(text: string): Buffer {
  const bytes = Buffer.from(text);
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += ZSTD_BLOCK) {
    const content = bytes.subarray(at, at + ZSTD_BLOCK);
    const last = at + ZSTD_BLOCK >= bytes.length;
    blocks.push(zstdBlock({ last, type: 0, size: content.length }), content);
  }

  return Buffer.concat([ZSTD_HEAD, ...blocks]);
}

/** A frame of run-length blocks: 4 bytes for 128 KB of zeros each. */
function zstdZeros(count: number): Buffer {
  const blocks = Array.from({ length: count }, (_, index) =>
    zstdBlock({ last: index === count - 1, type: 1, size: ZSTD_BLOCK }),
  );

  return Buffer.concat([ZSTD_HEAD, ...blocks.flatMap((block) => [block, Buffer.from([0])])]);
}

const ZSTD_BLOCK = 128 * 1024;
/** Magic number; no checksum, no content size; a window of 1 MB. */
const ZSTD_HEAD = Buffer.from('28b52ffd0050', 'hex');

function zstdBlock(block: { last: boolean; type: number; size: number }): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((block.size << 3) | (block.type << 1) | (block.last ? 1 : 0), 0, 3);

  return header;
}
