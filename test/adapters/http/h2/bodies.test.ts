import { type KeyPair, makeAuthority, makeLeaf } from '../../../support/certificates.ts';
import { answerPages, LARGE_BYTES, PAGE_TEXT } from '../../../support/h2-pages.ts';
import { type H2Server, startH2Server } from '../../../support/h2-server.ts';
import { failureOf, testSession } from '../../../support/http-frame.ts';
import { expectWhole } from '../../../support/whole-phases.ts';
let authority: KeyPair;
let leaf: KeyPair;
let server: H2Server;
beforeAll(async () => {
  authority = await makeAuthority();
  leaf = await makeLeaf(authority);
  server = await startH2Server(leaf, answerPages);
});
afterAll(async () => server.close());

function session(options: Parameters<typeof testSession>[0] = {}) {
  return testSession({ baseUrl: server.origin, ca: authority.cert, ...options });
}

describe('bodies in HTTP/2', () => {
  it.each(['/gzip', '/br', '/deflate', '/unknown-encoding'])(
    'HttpClient.get() decodes %s',
    async (path) => {
      const open = session();

      const response = await open.client.get(path);

      open.close();
      expect(response.text()).toBe(PAGE_TEXT);
      expect(response.timings.malformed).toEqual(
        path === '/unknown-encoding' ? ['unknown-encoding'] : undefined,
      );
      expect(response.timings.sizeBytes).toBeLessThanOrEqual(PAGE_TEXT.length);
    },
  );

  it.each([
    ['/too-large', {}, 'target.body', /larger than 10 MB on the wire/],
    ['/announced', {}, 'target.body', /larger than 10 MB on the wire/],
    ['/bad-gzip', {}, 'target.body', /cannot be decoded as gzip/],
    ['/unknown-encoding', { strict: true }, 'target.body', /malformed \(unknown-encoding\)/],
    ['/404', {}, 'target.status', /answered 404; .*not here/],
    [
      '/slow',
      { timeout: '50ms' },
      'target.timeout',
      /timed out after 50 ms, waiting for the answer$/,
    ],
    [
      '/slow-body',
      { timeout: '100ms' },
      'target.timeout',
      /receiving the answer: 5 bytes of the body arrived in \d+ ms$/,
    ],
  ] as const)(
    'HttpClient.get("%s") with %j fails as %s, and the connection stays',
    async (...given) => {
      const [path, options, code, message] = given;
      const open = session();

      const failure = await failureOf(open.client.get(path, options));
      const { timings } = await open.client.get('/');

      open.close();
      expect(failure.code).toBe(code);
      expect(failure.message).toMatch(message);
      expect(timings.connection).toBe('reused');
      for (const each of open.requests()) expectWhole(each);
    },
  );

  it('HttpClient reads answers without a body', async () => {
    const open = session();

    const head = await open.client.head('/');
    const none = await open.client.get('/204');
    const same = await open.client.get('/304');

    open.close();
    expect([head, none, same].map(({ status }) => status)).toEqual([200, 204, 304]);
    expect([head, none, same].map((each) => each.text())).toEqual(['', '', '']);
    for (const each of open.requests()) expectWhole(each);
  });

  it('HttpClient.get() reads a body that trailers follow', async () => {
    const open = session();

    const response = await open.client.get('/trailers');

    open.close();
    expect(response.text()).toBe('with trailers');
  });

  it('HttpClient.post() sends a body larger than all windows', async () => {
    const open = session();

    const response = await open.client.post('/echo', {
      body: new Uint8Array(LARGE_BYTES),
    });

    open.close();
    const { timings } = response;
    expect(response.text()).toBe(String(LARGE_BYTES));
    expect(timings.phases.sendMs).toBeGreaterThan(0);
    expect(timings.phases.waitMs).not.toBeNull();
    expectWhole(timings);
  });

  it('HttpClient.get() reads a body larger than all windows', async () => {
    const open = session();

    const response = await open.client.get('/large');

    open.close();
    expect(response.bytes().length).toBe(LARGE_BYTES);
    expect(response.timings.sizeBytes).toBe(LARGE_BYTES);
  });

  it('HttpClient.post() reports the answer that refuses an upload while it is sent', async () => {
    const open = session();

    const failure = await failureOf(
      open.client.post('/refuse-upload', { body: new Uint8Array(LARGE_BYTES) }),
    );
    const [record] = open.requests();
    const after = await open.client.get('/');

    open.close();
    expect(failure.code).toBe('target.status');
    expect(failure.message).toMatch(/answered 413; .*too large/);
    expect(record?.phases).toMatchObject({ waitMs: null, receiveMs: expect.any(Number) });
    expect(after.timings.connection).toBe('reused');
  });
});
