import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRecord } from '../../../lib/core/record/run-record.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer } from '../../support/http-server.ts';
import type { TestServer } from '../../support/http-server.ts';

let shop: TestServer;
let other: TestServer;
beforeAll(async () => {
  [shop, other] = await Promise.all([startServer(serve), startServer(serve)]);
});
afterAll(async () => {
  await Promise.all([shop.close(), other.close()]);
});

/** `/to/STATUS/HOPS` redirects until HOPS is 0, then to `/echo`; `/away` to the other server. */
function serve(request: IncomingMessage, response: ServerResponse, body: string): void {
  const [, path, status, hops] = request.url?.split('/') ?? [];
  const { method, url, headers } = request;
  if (path === 'echo') {
    response.end(JSON.stringify({ method, url, headers, body }));
    return;
  }
  if (path === 'login') response.setHeader('set-cookie', ['sid=abc; Path=/; HttpOnly', 'seen=1']);
  if (path === 'streaming') {
    response.writeHead(302, { location: '/echo' });
    response.write('a body that never ends');
    return;
  }
  response.statusCode = path === 'to' ? Number(status) : 302;
  response.setHeader('location', locationFor(path, status, Number(hops)));
  response.end('moved');
}

function locationFor(path = '', status = '302', hops = 0): string {
  if (path === 'away') return `${other.origin}/echo`;
  if (path === 'mail') return 'mailto:shop@example.com';

  return path === 'to' && hops > 1 ? `/to/${status}/${hops - 1}` : '/echo';
}

describe('redirects', () => {
  it.each([
    { status: 301, method: 'POST', expected: 'GET' },
    { status: 302, method: 'POST', expected: 'GET' },
    { status: 303, method: 'POST', expected: 'GET' },
    { status: 303, method: 'PUT', expected: 'GET' },
    { status: 301, method: 'PUT', expected: 'PUT' },
    { status: 307, method: 'POST', expected: 'POST' },
    { status: 308, method: 'POST', expected: 'POST' },
  ])('HttpClient.request() makes $expected of $method when the status is $status', async (hop) => {
    const session = testSession({ baseUrl: shop.origin });
    const kept = hop.expected === hop.method;

    const response = await session.client.request(hop.method, `/to/${hop.status}/1`, { body: 'x' });

    session.close();
    const seen = response.json();
    expect(seen.method).toBe(hop.expected);
    expect(seen.body).toBe(kept ? 'x' : '');
    expect(seen.headers['content-type']).toBe(kept ? 'text/plain;charset=UTF-8' : undefined);
  });

  it('HttpClient.get() records every hop, on one connection, when it is redirected', async () => {
    const session = testSession({ baseUrl: shop.origin });

    const response = await session.client.get('/to/302/2');

    session.close();
    expect(response.url).toBe(`${shop.origin}/echo`);
    expect(response.hops.map(brief)).toEqual([
      ['/to/302/2', 302, 'new'],
      ['/to/302/1', 302, 'reused'],
      ['/echo', 200, 'reused'],
    ]);
    expect(session.requests()).toEqual(response.hops);
  });

  it('HttpClient.get() returns the redirect itself when it must not follow', async () => {
    const session = testSession({ baseUrl: shop.origin });

    const response = await session.client.get('/to/302/1', { followRedirects: false });

    session.close();
    expect([response.status, response.headers['location'], response.text()]).toEqual([
      302,
      '/echo',
      'moved',
    ]);
  });

  it('HttpClient.get() follows ten redirects and fails at an eleventh', async () => {
    const session = testSession({ baseUrl: shop.origin });

    const tenth = await session.client.get('/to/302/10');
    const failure = await failureOf(session.client.get('/to/302/11'));

    session.close();
    expect(tenth.hops).toHaveLength(11);
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toContain('more than 10 redirects');
  });

  it('HttpClient.get() forgets credentials when a redirect leads to another origin', async () => {
    const session = testSession({ baseUrl: shop.origin });
    const headers = { authorization: 'Bearer t', cookie: 'a=1', 'x-kept': 'yes' };

    const away = await session.client.get('/away', { headers });
    const home = await session.client.get('/to/302/1', { headers });

    session.close();
    expect(away.json().headers).toMatchObject({ 'x-kept': 'yes', host: `127.0.0.1:${other.port}` });
    expect(away.json().headers).not.toHaveProperty('authorization');
    expect(away.json().headers).not.toHaveProperty('cookie');
    expect(home.json().headers).toMatchObject({ authorization: 'Bearer t', cookie: 'a=1' });
  });

  it('HttpClient.get() stores cookies for one run only', async () => {
    const session = testSession({ baseUrl: shop.origin });

    const first = await session.client.get('/login');
    const second = await session.client.get('/echo', { headers: { cookie: 'own=1' } });
    const fresh = await testSession({ baseUrl: shop.origin }).client.get('/echo');

    session.close();
    expect(first.json().headers.cookie).toBe('sid=abc; seen=1');
    expect(second.json().headers.cookie).toBe('own=1; sid=abc; seen=1');
    expect(fresh.json().headers).not.toHaveProperty('cookie');
  });

  it('HttpClient.get() does not wait for the body of a redirect', async () => {
    const session = testSession({ baseUrl: shop.origin });

    const response = await session.client.get('/streaming');

    session.close();
    expect(response.hops.map(brief)).toEqual([
      ['/streaming', 302, 'new'],
      ['/echo', 200, 'new'],
    ]);
  });

  it('HttpClient.get() fails when a redirect leads to no HTTP address', async () => {
    const session = testSession({ baseUrl: shop.origin });

    const failure = await failureOf(session.client.get('/mail'));

    session.close();
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toContain('it redirects to "mailto:shop@example.com"');
  });
});

function brief({ url, status, connection }: RequestRecord) {
  return [new URL(url).pathname, status, connection];
}
