import { namesBy } from '../../support/name-resolution.ts';
import net from 'node:net';
import { promisify } from 'node:util';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connectFailure } from '../../../lib/adapters/http/failure.ts';
import { NoConnection } from '../../../lib/adapters/http/connect.ts';
import { freePort } from '../../support/hostile-server.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer } from '../../support/http-server.ts';
import type { TestServer } from '../../support/http-server.ts';
import { eventually } from '../../support/eventually.ts';
import { closer, listen } from '../../support/listening.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer((_request: IncomingMessage, response: ServerResponse) => {
    response.end('here');
  });
});
afterAll(async () => server.close());

describe('keeping connections alive', () => {
  it('HttpClient.get() records a reused connection without connection phases', async () => {
    const session = testSession({ baseUrl: server.origin });
    await session.client.get('/');

    const { timings } = await session.client.get('/');

    session.close();
    expect(timings).toMatchObject({
      connection: 'reused',
      remoteAddress: '127.0.0.1',
      phases: { dnsMs: null, tcpMs: null, tlsMs: null },
    });
    expect(timings.phases.waitMs).toBeGreaterThan(0);
  });

  it('openHttpSession() connects again when the run is another', async () => {
    const first = testSession({ baseUrl: server.origin });
    await first.client.get('/');

    const second = testSession({ baseUrl: server.origin });
    const { timings } = await second.client.get('/');

    first.close();
    second.close();
    expect(timings.connection).toBe('new');
    expect(timings.phases.tcpMs).toBeGreaterThan(0);
  });

  it('HttpClient.get() retries and records both tries when a reused connection turns out to be closed', async () => {
    const closing = await startClosing();
    const session = testSession({ baseUrl: closing.origin });
    await session.client.get('/');

    const { status, timings } = await session.client.get('/');

    session.close();
    await closing.close();
    const [, stale, again] = session.requests();
    expect(status).toBe(200);
    expect(stale).toMatchObject({
      status: null,
      connection: 'reused',
      error: expect.stringContaining('closed the reused connection'),
    });
    expect(again).toEqual(timings);
    expect(again?.connection).toBe('new');
  });

  it('HttpClient.post() gets a new connection, which takes the place of the idle one', async () => {
    const closing = await startClosing();
    const session = testSession({ baseUrl: closing.origin });
    await session.client.get('/');

    const { status } = await session.client.post('/', { body: 'order' });

    expect(status).toBe(200);
    await eventually('only the new connection is open', 10_000, async () => {
      return (await closing.connections()) === 1;
    });
    session.close();
    await closing.close();
    expect(session.requests().map(({ connection }) => connection)).toEqual(['new', 'new']);
  });

  it.each([
    ['post', { body: 'order', repeatable: true }, ['new', 'reused', 'new']],
    ['put', { body: 'order' }, ['new', 'reused', 'new']],
    ['delete', {}, ['new', 'reused', 'new']],
    ['patch', {}, ['new', 'new']],
    ['put', { repeatable: false }, ['new', 'new']],
    ['get', { repeatable: false }, ['new', 'new']],
  ] as const)('HttpClient.%s() with %j after a close uses connections %j', async (...given) => {
    const [method, options, expected] = given;
    const closing = await startClosing();
    const session = testSession({ baseUrl: closing.origin });
    await session.client.get('/');

    const { status } = await session.client[method]('/', options);

    session.close();
    await closing.close();
    expect(status).toBe(200);
    expect(session.requests().map(({ connection }) => connection)).toEqual(expected);
  });

  it('HttpClient.post() is never sent twice when its new connection is closed', async () => {
    let requests = 0;
    const resetting = await startServer((request) => {
      requests += 1;
      request.socket.resetAndDestroy();
    });
    const session = testSession({ baseUrl: resetting.origin });

    const failure = await failureOf(session.client.post('/', { repeatable: true }));

    session.close();
    await resetting.close();
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toContain('reset the connection before the first byte of an answer');
    expect(requests).toBe(1);
  });
});

describe('addresses', () => {
  it('HttpClient.get() reaches an IPv6 address when the URL has one', async () => {
    const six = await startServer((_request, response) => response.end('six'), '::1');
    const session = testSession();

    const response = await session.client.get(`${six.origin}/`);

    session.close();
    await six.close();
    expect(response.text()).toBe('six');
    expect(response.timings).toMatchObject({ remoteAddress: '::1', phases: { dnsMs: null } });
  });

  it.each(['shop.localhost', 'a.b.LOCALHOST', 'shop.localhost.'])(
    'HttpClient.get() takes %s for this machine, without a look-up',
    async (host) => {
      const asked: string[] = [];
      const session = testSession({
        names: namesBy(async (name) => {
          asked.push(name);

          return [];
        }),
      });

      const { status, timings } = await session.client.get(`http://${host}:${server.port}/`);

      session.close();
      expect(status).toBe(200);
      expect(timings).toMatchObject({ remoteAddress: '127.0.0.1', phases: { dnsMs: null } });
      expect(asked).toEqual([]);
    },
  );

  it('HttpClient.get() blocks a name below localhost where loopback is not allowed', async () => {
    const session = testSession({ allowPrivate: false });

    const failure = await failureOf(session.client.get(`http://shop.localhost:${server.port}/`));

    session.close();
    expect(failure.code).toBe('security.blocked');
  });

  it('HttpClient.get() tries the next address when one refuses the connection', async () => {
    const session = testSession({
      names: namesBy(async () => [
        { address: '::1', family: 6 },
        { address: '127.0.0.1', family: 4 },
      ]),
    });

    const { timings } = await session.client.get(`http://both.test:${server.port}/`);

    session.close();
    expect(timings.remoteAddress).toBe('127.0.0.1');
    expect(timings.phases.dnsMs).toBeGreaterThanOrEqual(0);
  });

  it('HttpClient.get() names every address when all refuse the connection', async () => {
    const port = await freePort();
    const session = testSession({
      names: namesBy(async () => [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ]),
    });

    const failure = await failureOf(session.client.get(`http://both.test:${port}/`));

    expect(failure.code).toBe('target.connect');
    expect(failure.message).toContain(
      `connection refused by 127.0.0.1:${port}; connection refused by [::1]:${port}`,
    );
  });

  it('HttpClient.get() connects to the address that the guard has seen, not to a later answer', async () => {
    const answers = ['127.0.0.1', '93.184.215.14'];
    const session = testSession({
      allowPrivate: false,
      names: namesBy(async () => [{ address: answers.shift() ?? '', family: 4 }]),
    });

    const failure = await failureOf(session.client.get(`http://rebound.test:${server.port}/`));

    expect(failure.code).toBe('security.blocked');
    expect(failure.message).toContain('127.0.0.1 is a loopback address');
    expect(answers).toEqual(['93.184.215.14']);
    expect(session.requests()[0]).toMatchObject({ connection: 'none', phases: { tcpMs: null } });
  });

  it('HttpClient.get() is blocked when one address of several is private', async () => {
    const session = testSession({
      allowPrivate: false,
      names: namesBy(async () => [
        { address: '93.184.215.14', family: 4 },
        { address: '::ffff:10.0.0.1', family: 6 },
      ]),
    });

    const failure = await failureOf(session.client.get('http://mixed.test/'));

    expect(failure.code).toBe('security.blocked');
    expect(failure.message).toContain('::ffff:10.0.0.1 is a private address');
  });

  it('HttpClient.get() makes no look-up when strict mode does not list the host', async () => {
    const asked: string[] = [];
    const session = testSession({
      allowHosts: ['shop.example'],
      names: namesBy(async (name) => {
        asked.push(name);
        return [];
      }),
    });

    const failure = await failureOf(session.client.get('http://other.example/'));

    expect(failure.code).toBe('security.blocked');
    expect(failure.message).toContain("other.example is not among the journey's allowHosts");
    expect(asked).toEqual([]);
  });
});

describe('connectFailure()', () => {
  it.each([
    ['ECONNREFUSED', '127.0.0.1', 'target.connect', /refused by 127\.0\.0\.1:80/],
    ['ETIMEDOUT', '127.0.0.1', 'target.connect', /did not answer any connection attempt/],
    ['EHOSTUNREACH', '127.0.0.1', 'target.connect', /is unreachable \(EHOSTUNREACH\)/],
    ['ENETUNREACH', '255.255.255.255', 'monitor.network', /this machine has no route to/],
    ['ENOBUFS', '127.0.0.1', 'monitor.memory', /no buffer space left/],
    ['EMFILE', '127.0.0.1', 'monitor.unknown', /no file handle left/],
    ['EADDRNOTAVAIL', '127.0.0.1', 'monitor.network', /no free local address or port/],
    ['ESOMETHING', '127.0.0.1', 'monitor.unknown', /unknown reason: boom \(ESOMETHING\)/],
  ])('connectFailure() of %s at %s', async (...[code, address, cause, message]) => {
    const failure = await connectFailure(noConnection([address, code]), 80);

    expect(failure.code).toBe(cause);
    expect(failure.message).toMatch(message);
  });

  it('connectFailure() blames the target when one address has no route and another refuses the connection', async () => {
    const none = noConnection(['255.255.255.255', 'ENETUNREACH'], ['127.0.0.1', 'ECONNREFUSED']);

    const failure = await connectFailure(none, 80);

    expect(failure.code).toBe('target.connect');
    expect(failure.message).toBe('connection refused by 127.0.0.1:80');
  });
});

function noConnection(...attempts: readonly (readonly [string, string])[]): NoConnection {
  return new NoConnection(
    attempts.map(([address, code]) => ({
      address,
      error: Object.assign(new Error('boom'), { code }),
    })),
  );
}

/** Answers the first request of each connection and resets the connection at the second. */
async function startClosing() {
  const closing = net.createServer((socket) => {
    let requests = 0;
    socket.on('data', () => {
      requests += 1;
      if (requests > 1) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  const close = closer(closing);
  const origin = `http://127.0.0.1:${await listen(closing)}`;
  const connections = promisify(closing.getConnections.bind(closing));

  return { origin, close, connections };
}
