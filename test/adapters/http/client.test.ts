import { failureOf, testFrame, testSession } from '../../support/http-frame.ts';
import { startServer } from '../../support/http-server.ts';
import type { TestServer } from '../../support/http-server.ts';
import { redactor } from '../../../lib/core/record/redact.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer((request, response, body) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/echo') {
      const { method, url, headers } = request;
      response.setHeader('x-twice', ['one', 'two']);
      return response.end(JSON.stringify({ method, url, headers, body }));
    }
    if (path === '/latin') {
      response.setHeader('content-type', 'text/plain; charset=iso-8859-1');
      return response.end(Buffer.from([0x63, 0x61, 0x66, 0xe9]));
    }
    if (path === '/teapot') {
      response.statusCode = 418;
      return response.end('short and stout hunter2');
    }
    if (path === '/cut') return response.writeHead(500).end(`${'x'.repeat(195)}hunter2-and-more`);
    if (path === '/slow') return;
    response.end('plain text, hunter2');
  });
});
afterAll(async () => server.close());

describe('HttpClient', () => {
  it('HttpClient.get() returns status, headers, text and the record of what was sent', async () => {
    const session = testSession({ baseUrl: `${server.origin}/shop/` });

    const response = await session.client.get('/echo?a=1', {
      query: { b: 2, c: true },
      headers: { 'X-Custom': 'yes' },
    });

    session.close();
    const seen = response.json();
    expect(seen.method).toBe('GET');
    expect(seen.url).toBe('/echo?a=1&b=2&c=true');
    expect(seen.headers).toMatchObject({
      'x-custom': 'yes',
      accept: '*/*',
      'user-agent': 'waywiser',
      host: `127.0.0.1:${server.port}`,
    });
    expect(response.status).toBe(200);
    expect(response.statusText).toBe('OK');
    expect(response.headers['x-twice']).toBe('one, two');
    expect(response.url).toBe(`${server.origin}/echo?a=1&b=2&c=true`);
    expect(response.hops).toEqual([response.timings]);
    expect(session.requests()).toEqual([response.timings]);
    expect(response.timings).toMatchObject({
      method: 'GET',
      url: response.url,
      status: 200,
      sizeBytes: response.bytes().length,
      connection: 'new',
      remoteAddress: '127.0.0.1',
      protocol: 'http/1.1',
      tls: null,
      resourceType: 'http',
      error: null,
    });
    expect(response.timings.phases).toMatchObject({ dnsMs: null, tlsMs: null });
  });

  it.each([
    { what: 'json', options: { json: { a: [1] } }, body: '{"a":[1]}', type: 'application/json' },
    {
      what: 'a form',
      options: { form: { a: '1 2', b: 'ü' } },
      body: 'a=1+2&b=%C3%BC',
      type: 'application/x-www-form-urlencoded;charset=UTF-8',
    },
    {
      what: 'a text',
      options: { body: 'häuser' },
      body: 'häuser',
      type: 'text/plain;charset=UTF-8',
    },
    { what: 'bytes', options: { body: new Uint8Array([65, 66]) }, body: 'AB', type: undefined },
    { what: 'nothing', options: {}, body: '', type: undefined },
  ])('HttpClient.post() sends $what with its type and length', async ({ options, body, type }) => {
    const session = testSession();

    const response = await session.client.post(`${server.origin}/echo`, options);

    session.close();
    const seen = response.json();
    expect(seen.method).toBe('POST');
    expect(seen.body).toBe(body);
    expect(seen.headers['content-type']).toBe(type);
    expect(seen.headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  it('HttpClient.head() has no body and does not wait for one', async () => {
    const session = testSession();

    const response = await session.client.head(`${server.origin}/echo`);

    session.close();
    expect(response.status).toBe(200);
    expect(response.text()).toBe('');
    expect(response.timings.sizeBytes).toBe(0);
  });

  it('HttpResponse.text() follows the charset of the content type', async () => {
    const session = testSession();

    const response = await session.client.get(`${server.origin}/latin`);

    session.close();
    expect(response.text()).toBe('café');
  });

  it('HttpResponse.json() fails as target.body and shows the beginning when the body is not JSON', async () => {
    const session = testSession();
    const response = await session.client.get(`${server.origin}/`);

    const failure = await failureOf(Promise.resolve().then(() => response.json()));

    session.close();
    expect(failure.code).toBe('target.body');
    expect(failure.message).toContain('the body is not JSON; it begins with "plain text, hunter2"');
  });

  it.each([
    ['the journey', { allowStatus: [418] }, {}],
    ['the request', {}, { allowStatus: [418] }],
  ])(
    'HttpClient.get() passes with a status of 418 when %s allows it',
    async (_who, plan, request) => {
      const session = testSession(plan);

      const response = await session.client.get(`${server.origin}/teapot`, request);

      session.close();
      expect(response.status).toBe(418);
    },
  );

  it('HttpClient.get() sends credentials of the URL but shows them nowhere', async () => {
    const session = testSession({ redact: redactor(['hunter2']) });
    const url = `http://kim:hunter2@127.0.0.1:${server.port}`;

    const response = await session.client.get(`${url}/echo?token=hunter2`);
    const failure = await failureOf(session.client.get(`${url}/teapot?token=hunter2`));

    session.close();
    const basic = `Basic ${Buffer.from('kim:hunter2').toString('base64')}`;
    expect(response.json().headers.authorization).toBe(basic);
    expect(response.timings.url).toBe(`${server.origin}/echo?token=[secret]`);
    expect(failure.message).toContain('stout [secret]');
    expect(JSON.stringify([failure.message, failure.stack, session.requests()])).not.toContain(
      'hunter2',
    );
  });

  it('HttpClient.get() shows no part of a secret when the excerpt of a body is cut within it', async () => {
    const session = testSession({ redact: redactor(['hunter2-and-more']) });

    const failure = await failureOf(session.client.get(`${server.origin}/cut`));

    session.close();
    expect(failure.message).toContain('xxx[secr');
    expect(failure.message).not.toContain('hunte');
  });

  it('HttpClient.get() fails with the stack of its caller, so that it leads to the journey', async () => {
    const session = testSession();

    const failure = await failureOf(session.client.get(`${server.origin}/teapot`));

    session.close();
    const firstFrame = failure.stack?.split('\n').find((line) => line.trim().startsWith('at '));
    expect(firstFrame).toContain('client.test.ts');
    expect(failure.stack).toContain(`RunFailure: ${failure.message}`);
  });
});

describe('a call that its author got wrong', () => {
  it.each([
    {
      what: 'a relative URL without a base',
      url: '/cart',
      message: /not an absolute URL, and there is no base URL/,
    },
    {
      what: 'a URL of another scheme',
      url: 'ftp://x.test/',
      message: /its scheme is "ftp:"; expected http: or https:/,
    },
    {
      what: 'json and body',
      options: { json: 1, body: 'x' },
      message: /it has json and body; expected at most one/,
    },
    {
      what: 'a bad timeout',
      options: { timeout: '5 seconds' },
      message: /its timeout is "5 seconds"/,
    },
    {
      what: 'a header with a line break',
      options: { headers: { a: 'b\nc' } },
      message: /the header "a" has a character/,
    },
    {
      what: 'a header of the client itself',
      options: { headers: { 'Content-Length': '1' } },
      message: /the client sets the header "content-length" itself/,
    },
    {
      what: 'json that is none',
      options: { json: 1n },
      message: /cannot be written as JSON: .*BigInt/,
    },
  ])('HttpClient.get() fails as journey.exception when it has $what', async (call) => {
    const session = testSession();
    const { url = 'http://x.test/', options = {}, message } = call;

    const failure = await failureOf(session.client.get(url, options));

    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toMatch(message);
    expect(session.requests()).toEqual([]);
  });

  it('HttpClient.request() rejects an invalid method', async () => {
    const session = testSession();

    const failure = await failureOf(session.client.request('GET /', 'http://x.test/'));

    expect(failure.message).toContain('the method is not valid');
  });
});

/** Enough for a connection on a busy machine; the answer never comes. */
const RUN_MS = 2_000;

describe('HttpSession', () => {
  it('HttpSession.pending() names requests under way, and requests() records them as such', async () => {
    const frame = testFrame();
    const session = testSession({ baseUrl: server.origin }, frame);

    const call = failureOf(session.client.get('/slow'));
    const pending = session.pending();
    const [record] = session.requests();
    session.close();
    const failure = await call;

    expect(pending).toEqual([`GET ${server.origin}/slow`]);
    expect(record).toMatchObject({ status: null, error: 'not complete when the run ended' });
    expect(session.pending()).toEqual([]);
    expect(failure.message).toContain('the run ended before the answer was complete');
  });

  it('HttpClient.get() fails as target.timeout when the run runs out of time', async () => {
    const frame = testFrame(RUN_MS);
    const session = testSession({}, frame);

    const failure = await failureOf(session.client.get(`${server.origin}/slow`));

    session.close();
    expect(failure.code).toBe('target.timeout');
    expect(failure.message).toMatch(
      /timed out after [\d.]+ m?s \(the rest of the journey's time-out\), waiting for the answer/,
    );
  });

  it('HttpSession.close() leaves no unhandled rejection of a request that is not awaited', async () => {
    const strays: unknown[] = [];
    function onStray(reason: unknown): void {
      strays.push(reason);
    }
    process.on('unhandledRejection', onStray);
    const frame = testFrame();
    const session = testSession({ baseUrl: server.origin }, frame);

    void session.client.get('/slow');
    frame.end();
    session.close();
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });

    process.off('unhandledRejection', onStray);
    expect(strays).toEqual([]);
    expect(session.pending()).toEqual([]);
  });
});
