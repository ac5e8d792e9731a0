import type http from 'node:http';
import type { HttpSessionOptions } from '../../../lib/adapters/http/http-session.ts';
import type { SseProbeOptions } from '../../../lib/core/journey/checks/sse-probe.ts';
import { type Answer, eventsUrl } from '../../support/events-url.ts';
import { type FailedCall, failedCall, serverPool } from '../../support/failed-calls.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { passedProbe, socketServer } from '../../support/probe-parts.ts';
import { rawServer } from '../../support/raw-server.ts';

const pool = serverPool();
const { serving } = pool;
afterAll(pool.close);

async function urlOf(answer: Answer): Promise<string> {
  return eventsUrl(pool, answer);
}

async function failing(
  url: string,
  options: SseProbeOptions = {},
  session: Partial<HttpSessionOptions> = {},
): Promise<FailedCall> {
  return failedCall((probe) => probe.events(url, options), session);
}

describe('the answer to probe.events()', () => {
  it('sends what an EventSource of a browser does', async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    const url = await urlOf((response, { headers }) => {
      seen.push(headers);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: x\n\n');
    });

    const { data } = await passedProbe((probe) =>
      probe.events(url, { headers: { 'Last-Event-ID': '7' } }),
    );

    expect(data).toBe('x');
    expect(seen).toMatchObject([
      { accept: 'text/event-stream', 'cache-control': 'no-cache', 'last-event-id': '7' },
    ]);
  });

  it('follows redirects as browsers do, without secrets to another origin', async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    const there = await urlOf((response, { headers }) => {
      seen.push(headers);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: x\n\n');
    });
    const url = await urlOf((response) => response.writeHead(307, { location: there }).end());
    const session = testSession();

    const { data } = await session.probe.events(url, { headers: { authorization: 'Bearer s' } });
    const records = session.requests();
    session.close();

    expect(data).toBe('x');
    expect(seen[0]?.authorization).toBeUndefined();
    expect(records).toMatchObject([
      { url, status: 307, error: null },
      { url: there, status: 200, error: null },
    ]);
  });

  it('keeps the headers of a redirect to the same origin', async () => {
    const seen: (string | undefined)[] = [];
    const url = await urlOf((response, { url: path, headers }) => {
      seen.push(headers.authorization);
      if (path === '/events') response.writeHead(308, { location: '/moved' }).end();
      else response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: x\n\n');
    });

    await passedProbe((probe) => probe.events(url, { headers: { authorization: 'Bearer s' } }));

    expect(seen).toEqual(['Bearer s', 'Bearer s']);
  });

  it('names the address of a redirect that is no stream', async () => {
    const there = await urlOf((response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'),
    );
    const url = await urlOf((response) => response.writeHead(302, { location: there }).end());

    const { cause, message, records } = await failing(url);

    expect(cause).toBe('target.protocol');
    expect(message).toBe(
      `redirected to ${there}: the answer has the content type "text/html"; expected text/event-stream, without which browsers take no stream. The body begins with "<h1>Sign in</h1>".`,
    );
    expect(records).toMatchObject([
      { status: 302, error: null },
      { status: 200, error: expect.stringContaining('the answer has the content type') },
    ]);
  });

  it('gives up on redirects without end', async () => {
    const url = await urlOf((response) => response.writeHead(302, { location: '/events' }).end());

    const { cause, message, records } = await failing(url);

    expect(cause).toBe('target.protocol');
    expect(message).toBe(`redirected to ${url}: more than 20 redirects`);
    expect(records).toHaveLength(21);
  });

  it('follows no redirect to a private address that is not allowed', async () => {
    const url = await urlOf((response) => response.writeHead(302, { location: 'x:y' }).end());

    expect(await failing(url)).toMatchObject({
      cause: 'target.protocol',
      message: 'it redirects to "x:y", which is not an HTTP address',
    });
    expect(await failing(url, {}, { allowPrivate: false })).toMatchObject({
      cause: 'security.blocked',
    });
  });

  it('follows no redirect to a host that strict mode does not list', async () => {
    const url = await urlOf((response) =>
      response.writeHead(302, { location: 'http://localhost:1/' }).end(),
    );

    const { cause, message, records } = await failing(url, {}, { allowHosts: ['127.0.0.1'] });

    expect(cause).toBe('security.blocked');
    expect(message).toContain("localhost is not among the journey's allowHosts");
    expect(records).toMatchObject([{ status: 302 }, { connection: 'none' }]);
  });

  it.each([
    [
      500,
      'answered 500 Internal Server Error; expected 200, the status of a stream. The body begins with "oops".',
    ],
    [
      401,
      'answered 401 Unauthorized; expected 200, the status of a stream. The body begins with "oops".',
    ],
    [204, 'answered 204 No Content; expected 200, the status of a stream.'],
  ])('fails on status %d', async (status, expected) => {
    const url = await urlOf((response) =>
      response
        .writeHead(status, { 'content-type': 'text/event-stream' })
        .end(status === 204 ? undefined : 'oops'),
    );

    const { cause, message, records } = await failing(url);

    expect([cause, message]).toEqual(['target.status', expected]);
    expect(records).toMatchObject([{ status, error: expected }]);
  });

  it.each([
    ['application/json', 'has the content type "application/json"'],
    ['text/html; charset=utf-8', 'has the content type "text/html; charset=utf-8"'],
    ['text/event-streams', 'has the content type "text/event-streams"'],
    [null, 'has no content type'],
  ])('fails on the content type %s', async (type, expected) => {
    const url = await urlOf((response) =>
      response.writeHead(200, type === null ? {} : { 'content-type': type }).end('{}'),
    );

    const { cause, message } = await failing(url);

    expect(cause).toBe('target.protocol');
    expect(message).toBe(
      `the answer ${expected}; expected text/event-stream, without which browsers take no stream. The body begins with "{}".`,
    );
  });

  it('fails on what is not HTTP, and on a connection that just ends', async () => {
    const { origin } = await serving(rawServer('220 mail.shop.example ESMTP\r\n'));
    const { port } = await serving(socketServer((socket) => socket.end()));

    expect(await failing(`${origin}/`)).toMatchObject({
      cause: 'target.protocol',
      message: 'the answer is not HTTP: it begins with "220 mail.shop.example ESMTP\\r\\n"',
    });
    expect(await failing(`http://127.0.0.1:${port}/`)).toMatchObject({
      cause: 'target.protocol',
      message: 'the server closed the connection before the first byte of an answer',
    });
  });

  it('fails on a port that refuses', async () => {
    const { port, close } = await socketServer(() => undefined);
    await close();

    const { cause, message } = await failing(`http://127.0.0.1:${port}/`);

    expect([cause, message]).toEqual(['target.connect', `connection refused by 127.0.0.1:${port}`]);
  });

  it.each<[string, string, SseProbeOptions, string]>([
    [
      'a URL of a WebSocket',
      'wss://shop.example/',
      {},
      'expected a URL that begins with https:// or http://',
    ],
    [
      'a header of its own',
      'https://shop.example/',
      { headers: { Connection: 'close' } },
      'the probe sets "Connection" itself; remove it',
    ],
    ['an empty expectation', 'https://shop.example/', { expect: '' }, 'its expect is empty'],
    [
      'a name for TLS that is none',
      'https://shop.example/',
      { serverName: 'a:1' },
      'its serverName is "a:1"',
    ],
  ])('refuses %s', async (...[, url, options, expected]) => {
    const session = testSession();

    const { code, message } = await failureOf(session.probe.events(url, options));
    session.close();

    expect(code).toBe('journey.exception');
    expect(message).toContain(`Cannot probe SSE "${url}": ${expected}`);
  });
});
