import { createServer, connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { WebAnswer } from '../../../lib/core/dashboard/web-port.ts';
import { listen } from '../../support/listening.ts';
import { faultsOf, POLICY, served } from '../../support/served-web.ts';
import { ask } from '../../support/web-request.ts';

const PAGE = `<!doctype html><title>${'Grüße '.repeat(500)}</title>`;

function page(body: string, changes: Partial<Extract<WebAnswer, { kind: 'text' }>> = {}) {
  const contentType = 'text/html; charset=utf-8';

  return async (): Promise<WebAnswer> => ({
    kind: 'text',
    status: 200,
    contentType,
    body,
    caching: 'revalidate',
    ...changes,
  });
}

function file(chunks: readonly string[], saveAs: string | null = null): WebAnswer {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const sizeBytes = Buffer.byteLength(chunks.join(''));

  return { kind: 'file', contentType: 'image/png', saveAs, file: { sizeBytes, chunks: bytes() } };
}

describe('serveLoopback()', () => {
  it('serveLoopback() answers only requests to loopback names with its port', async () => {
    const { port } = await served(page('hello'));
    const hosts = [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `[::1]:${port}`,
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `localhost:${port + 1}`,
      'localhost',
      `http://127.0.0.1:${port}`,
    ];

    const answers = await Promise.all(
      hosts.map((host) => ask(port, { path: '/', headers: { host } })),
    );

    expect(answers.map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 421, 421, 421, 421, 421,
    ]);
    expect(answers[4]?.text).toContain(`http://127.0.0.1:${port}`);
    expect(answers[4]?.text).not.toContain('hello');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'])(
    'serveLoopback() answers 405 to %s',
    async (method) => {
      const { port } = await served(page('hello'));

      const answer = await ask(port, { path: '/', method });

      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('GET, HEAD');
    },
  );

  it('serveLoopback() sends its policies with every answer', async () => {
    const answers: Readonly<Record<string, () => Promise<WebAnswer>>> = {
      '/page': page(PAGE),
      '/gone': page('gone', { status: 404 }),
      '/away': async () => ({ kind: 'redirect', location: '/page' }),
      '/broken': async () => await Promise.reject(new Error('a secret reason')),
    };
    const { port } = await served(async ({ target }) => await (answers[target] ?? page(''))());
    const known = (await ask(port, '/page')).headers.etag ?? '';

    const got = await Promise.all([
      ...Object.keys(answers).map((path) => ask(port, path)),
      ask(port, { path: '/page', headers: { 'if-none-match': known } }),
      ask(port, { path: '/page', method: 'POST' }),
      ask(port, { path: '/page', headers: { host: 'evil.example' } }),
      ask(port, `/${'a'.repeat(9_000)}`),
      ask(port, { path: '/page', headers: { 'x-long': 'a'.repeat(20_000) } }),
    ]);

    expect(got.map(({ status }) => status)).toEqual([200, 404, 302, 500, 304, 405, 421, 414, 431]);
    for (const { headers } of got) {
      expect(headers).toMatchObject({
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
    // Readers get no reasons: the log of the server has them.
    expect(got[3]?.text).not.toContain('secret');
    expect(faultsOf()).toEqual([new Error('a secret reason')]);
  });

  it.each([
    ['what is no HTTP', 'GARBAGE\r\n\r\n', 400],
    ['who names no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 421],
    ['who expects what no server has', 'GET / HTTP/1.1\r\nExpect: tea\r\nHost: HOST\r\n\r\n', 417],
    [
      'who wants another protocol',
      'POST / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nHost: HOST\r\n\r\n',
      405,
    ],
  ])('serveLoopback() rejects %s with its policies', async (_who, request, status) => {
    const { port } = await served(page(''));
    const socket = connect(port, '127.0.0.1');
    let got = '';
    const answered = new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        got += chunk;
        if (got.includes('\r\n\r\n')) resolve();
      });
    });

    socket.write(request.replace('HOST', `127.0.0.1:${port}`));
    await answered;
    socket.destroy();

    expect(got.split('\r\n')[0]).toContain(`HTTP/1.1 ${status} `);
    expect(got).toContain(POLICY);
    expect(got).toContain('nosniff');
  });

  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ['identity', undefined, (body: Buffer) => body],
    ['br;q=0.0', undefined, (body: Buffer) => body],
  ])(
    'serveLoopback() compresses for Accept-Encoding %s with %s',
    async (accepted, encoding, unpack) => {
      const { port } = await served(page(PAGE));

      const answer = await ask(port, { path: '/', headers: { 'accept-encoding': accepted } });

      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(unpack(answer.body).toString('utf8')).toBe(PAGE);
      expect(answer.headers['content-length']).toBe(String(answer.body.byteLength));
      expect(answer.headers.vary).toBe('Accept-Encoding');
    },
  );

  it('serveLoopback() does not compress small bodies', async () => {
    const { port } = await served(page('x'.repeat(1_024)));

    const answer = await ask(port, { path: '/', headers: { 'accept-encoding': 'br' } });

    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  it('serveLoopback() answers 304 while the body is the same, in any encoding', async () => {
    let body = PAGE;
    const { port } = await served(async () => await page(body)());
    const { etag = '' } = (await ask(port, '/')).headers;
    const headers = { 'if-none-match': `"other", ${etag}`, 'accept-encoding': 'br' };

    const same = await ask(port, { path: '/', headers });
    body = `${PAGE}!`;
    const other = await ask(port, { path: '/', headers });

    expect(same).toMatchObject({ status: 304, text: '' });
    expect(same.headers.etag).toBe(etag);
    expect(other.status).toBe(200);
    expect(other.headers.etag).not.toBe(etag);
  });

  it('serveLoopback() sends Cache-Control by the kind of the answer', async () => {
    const { port } = await served(async ({ target }) => {
      const caching = target === '/a' ? 'forever' : 'never';
      return await page('x', { caching })();
    });

    const [forever, never] = await Promise.all([ask(port, '/a'), ask(port, '/b')]);

    expect(forever.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(never.headers['cache-control']).toBe('no-store');
    expect(never.headers.etag).toBeUndefined();
  });

  it('serveLoopback() answers HEAD like GET, without the body', async () => {
    const { port } = await served(page(PAGE));

    const [head, get] = await Promise.all([
      ask(port, { path: '/', method: 'HEAD' }),
      ask(port, '/'),
    ]);

    expect(head.body.byteLength).toBe(0);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.headers.etag).toBe(get.headers.etag);
  });

  it('serveLoopback() sends files in a sandbox', async () => {
    const saveAs = 'tra"ce\r\n; x=y.zip';
    const { port } = await served(async ({ target }) =>
      target === '/shown' ? file(['one', 'two']) : file(['zip'], saveAs),
    );

    const [shown, saved] = await Promise.all([ask(port, '/shown'), ask(port, '/saved')]);

    expect(shown).toMatchObject({ status: 200, text: 'onetwo' });
    expect(shown.headers['content-disposition']).toBe('inline');
    expect(saved.headers).toMatchObject({
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'attachment; filename="tra_ce____x_y.zip"',
      'x-content-type-options': 'nosniff',
      'content-length': '3',
    });
  });

  it('serveLoopback() ends an answer early when its file fails, and goes on', async () => {
    const { port } = await served(async ({ target }) =>
      target === '/'
        ? {
            kind: 'file',
            contentType: 'image/png',
            saveAs: null,
            file: { sizeBytes: 8, chunks: broken() },
          }
        : await page('alive')(),
    );

    await expect(ask(port, '/')).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    expect((await ask(port, '/alive')).text).toBe('alive');
  });

  it('serveLoopback() passes the path on without resolving it', async () => {
    const targets: string[] = [];
    const { port } = await served(async ({ target }) => {
      targets.push(target);
      return await page('')();
    });

    for (const path of ['/a/../b', '/%2e%2e/etc/passwd', '//x?y=%00&z', '/a%2Fb'])
      await ask(port, path);

    expect(targets).toEqual(['/a/../b', '/%2e%2e/etc/passwd', '//x?y=%00&z', '/a%2Fb']);
  });
});

describe('serveLoopback() where ports are taken', () => {
  it('serveLoopback() uses the next free port', async () => {
    const first = await served(page('first'));

    const second = await served(page('second'), { port: first.port, morePorts: 20 });

    expect(second.port).toBeGreaterThan(first.port);
    expect((await ask(second.port, '/')).text).toBe('second');
  });

  it('serveLoopback() rejects with what to do when the port is in use', async () => {
    const taken = createServer();
    const port = await listen(taken);

    await expect(served(page(''), { port })).rejects.toThrow(
      `Cannot serve on port ${port} of 127.0.0.1: it is in use; expected a free port that you may use, such as --port 0 for any`,
    );
    taken.close();
  });
});

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('the disk is gone');
}
