import {
  PRIVATE_TARGET,
  startHostile,
  TRUNCATED_LENGTH,
  TRUNCATED_SENT,
} from '../../support/hostile-server.ts';
import type { Hostile, HostileKind, HostileTlsKind } from '../../support/hostile-server.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer } from '../../support/http-server.ts';
import type { Cause } from '../../../lib/core/record/outcome.ts';

let hostile: Hostile;
beforeAll(async () => {
  hostile = await startHostile();
});
afterAll(async () => hostile.close());

describe('a target that answers wrongly', () => {
  it.each<[HostileKind, Cause, RegExp]>([
    ['refused', 'target.connect', /connection refused by 127\.0\.0\.1:\d+/],
    ['reset', 'target.protocol', /the server reset the connection before the first byte/],
    ['empty', 'target.protocol', /the server closed the connection before the first byte/],
    ['garbage', 'target.protocol', /the answer is not HTTP: it begins with .*SSH-2\.0/],
    [
      'truncated',
      'target.body',
      new RegExp(
        `ended before the body was complete: ${TRUNCATED_SENT} of ${TRUNCATED_LENGTH} bytes`,
      ),
    ],
    ['bad-gzip', 'target.body', /body cannot be decoded as gzip: incorrect header check/],
    ['gzip-bomb', 'target.body', /larger than 10 MB/],
    ['endless', 'target.body', /larger than 10 MB on the wire/],
    ['redirect-loop', 'target.protocol', /more than 10 redirects, in a loop: http:.* → http:/],
    ['redirect-private', 'security.blocked', /169\.254\.169\.254 is a link-local address/],
    ['status-500', 'target.status', /answered 500 Internal Server Error.*allowStatus.*teapots/],
    ['status-404', 'target.status', /answered 404 Not Found.*No such page/],
    ['unknown-name', 'target.dns', /the name "no-such-shop\.invalid" does not exist/],
  ])(
    'HttpClient.get() fails with its own cause when the server is %s',
    async (kind, cause, message) => {
      const session = testSession({
        baseUrl: hostile.origin,
        allowPrivate: false,
        allowPrivateTargets: ['127.0.0.1'],
      });

      const failure = await failureOf(session.client.get(hostile.url(kind)));

      session.close();
      expect(failure.code).toBe(cause);
      expect(failure.message).toMatch(message);
      const address = kind === 'redirect-private' ? PRIVATE_TARGET : hostile.url(kind);
      expect(failure.message).toContain(`GET ${address}: `);
    },
  );

  it('HttpClient.get() reports the received bytes when a slow response times out', async () => {
    const session = testSession();

    // Long enough for the first bytes to come on a machine that is busy with other tests.
    const call = session.client.get(hostile.url('slow-drip'), { timeout: '3s' });
    const failure = await failureOf(call);

    session.close();
    expect(failure.code).toBe('target.timeout');
    expect(failure.message).toMatch(
      /timed out after 3 s, receiving the answer: [1-9]\d* bytes of the body arrived in \d+ ms/,
    );
  });

  it('HttpClient.get() fails at once when the server switches protocols unasked', async () => {
    const server = await startServer((_request, response) => {
      response.socket?.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      );
    });
    const session = testSession();

    const failure = await failureOf(session.client.get(server.origin));

    session.close();
    await server.close();
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toContain('the server switched to another protocol (101)');
  });

  it('HttpClient.get() reports the phase when the server does not answer', async () => {
    const session = testSession();

    const failure = await failureOf(
      session.client.get(hostile.url('silent'), { timeout: '150ms' }),
    );

    session.close();
    expect(failure.code).toBe('target.timeout');
    expect(failure.message).toMatch(/timed out after 150 ms, waiting for the answer/);
  });
});

describe('a target with a bad certificate', () => {
  it.each<[Exclude<HostileTlsKind, 'valid'>, () => string]>([
    ['expired', () => `expired on ${hostile.expiredAt.toISOString()}, 10 days ago`],
    ['not-yet-valid', () => `is not valid before ${hostile.validFrom.toISOString()}`],
    ['wrong-host', () => 'the certificate is for other-shop.example, not for 127.0.0.1'],
    ['self-signed', () => 'the certificate (CN=localhost) is self-signed'],
  ])(
    'HttpClient.get() fails with dates and names when the certificate is %s',
    async (kind, message) => {
      const session = testSession({ ca: hostile.ca });

      const failure = await failureOf(session.client.get(hostile.tlsUrl(kind)));

      const [record] = session.requests();
      session.close();
      expect(failure.code).toBe('target.tls');
      expect(failure.message).toContain(message());
      expect(record).toMatchObject({ status: null, connection: 'new', error: expect.any(String) });
      expect(record?.phases.sendMs).toBeNull();
      expect(record?.tls?.subject).toBe(
        kind === 'wrong-host' ? 'CN=other-shop.example' : 'CN=localhost',
      );
    },
  );

  it('HttpClient.get() records the facts of a session when the certificate is valid', async () => {
    const session = testSession({ ca: hostile.ca });

    const { timings } = await session.client.get(hostile.tlsUrl('valid'));

    session.close();
    expect(timings.tls).toMatchObject({
      protocol: 'TLSv1.3',
      issuer: 'CN=Waywiser Test CA',
      subject: 'CN=localhost',
      daysToExpiry: 29,
    });
  });

  it('HttpClient.get() names the issuer when it is not trusted', async () => {
    const session = testSession();

    const failure = await failureOf(session.client.get(hostile.tlsUrl('valid')));

    session.close();
    expect(failure.code).toBe('target.tls');
    expect(failure.message).toContain(
      'is issued by CN=Waywiser Test CA, which this machine does not trust',
    );
  });

  it('HttpClient.get() passes, and still records the end date, when TLS errors are ignored', async () => {
    const session = testSession({ ignoreTlsErrors: true });

    const { status, timings } = await session.client.get(hostile.tlsUrl('expired'));

    session.close();
    expect(status).toBe(200);
    expect(timings.tls?.validTo).toBe(hostile.expiredAt.toISOString());
    expect(timings.tls?.daysToExpiry).toBeLessThan(-9);
  });

  it('HttpClient.get() reports a port that does not use TLS', async () => {
    const server = await startServer((_request, response) => response.end());
    const session = testSession();

    const failure = await failureOf(session.client.get(`https://127.0.0.1:${server.port}/`));

    session.close();
    await server.close();
    expect(failure.code).toBe('target.tls');
    expect(failure.message).toContain('the server does not use TLS on this port');
  });
});
