import type { HttpSessionOptions } from '../../../lib/adapters/http/http-session.ts';
import type { WsProbeOptions } from '../../../lib/core/journey/checks/ws-probe.ts';
import { makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { type FailedCall, failedCall, serverPool } from '../../support/failed-calls.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { passedProbe, socketServer } from '../../support/probe-parts.ts';
import { rawServer } from '../../support/raw-server.ts';
import { handshakeServer, SWITCHING, webSocketServer } from '../../support/websocket-server.ts';

const pool = serverPool();
const { serving } = pool;
afterAll(pool.close);

async function failing(
  url: string,
  options: WsProbeOptions = {},
  session: Partial<HttpSessionOptions> = {},
): Promise<FailedCall> {
  return failedCall((probe) => probe.webSocket(url, options), session);
}

describe('the handshake of probe.webSocket()', () => {
  it('is content with the handshake where nothing is sent and nothing expected', async () => {
    const codes: number[] = [];
    const { url } = await serving(
      webSocketServer((socket) => socket.on('close', (code) => codes.push(code))),
    );
    const session = testSession();

    const result = await session.probe.webSocket(url);
    const requests = session.requests();
    session.close();

    expect(result).toMatchObject({ subprotocol: null, message: null, roundTrip: null });
    expect(requests).toHaveLength(1);
  });

  it('speaks TLS with a server whose authority is trusted', async () => {
    const authority = await makeAuthority();
    const { url } = await serving(
      webSocketServer((socket) => socket.send('hello'), await makeLeaf(authority)),
    );

    const { timings } = await passedProbe(
      (probe) => probe.webSocket(url, { expect: { matches: '^hel+o$' } }),
      { ca: authority.cert },
    );

    expect(timings).toMatchObject({ status: 101, tls: { protocol: 'TLSv1.3' } });
    expect(timings.phases.tlsMs).toBeGreaterThan(0);
  });

  it('shows its client certificate at the host and port of the base URL', async () => {
    const authority = await makeAuthority();
    const { cert, key } = await makeLeaf(authority, { names: ['client.shop.example'] });
    const required = { ca: authority.cert, requestCert: true, rejectUnauthorized: true };
    const { url, port } = await serving(
      webSocketServer(() => undefined, { ...(await makeLeaf(authority)), ...required }),
    );
    const session = {
      ca: authority.cert,
      baseUrl: `https://localhost:${port}`,
      clientCertificate: { certificate: cert, key, passphrase: null },
    };

    const { timings } = await passedProbe((probe) => probe.webSocket(url), session);
    const { cause } = await failing(url, {}, { ...session, baseUrl: 'https://shop.example' });

    expect(timings.status).toBe(101);
    expect(cause).toMatch(/^target\.(tls|protocol)$/);
  });

  it('connects to another host than the name that it asks for', async () => {
    const authority = await makeAuthority();
    const leaf = await makeLeaf(authority, { names: ['shop.example'], addresses: [] });
    const { port } = await serving(webSocketServer(() => undefined, leaf));

    const { timings } = await passedProbe(
      (probe) => probe.webSocket('wss://shop.example/live', { connectTo: `127.0.0.1:${port}` }),
      { ca: authority.cert },
    );

    expect(timings).toMatchObject({ url: 'wss://shop.example/live', remoteAddress: '127.0.0.1' });
  });

  it('fails on a certificate that is not trusted', async () => {
    const { url } = await serving(webSocketServer(() => undefined, await makeLeaf(null)));

    const { cause, message } = await failing(url);

    expect(cause).toBe('target.tls');
    expect(message).toContain('is self-signed');
  });

  it('fails on a port that refuses', async () => {
    const { url, close } = await webSocketServer(() => undefined);
    await close();

    const { cause, message } = await failing(url);

    expect(cause).toBe('target.connect');
    expect(message).toContain('connection refused by 127.0.0.1');
  });

  it('connects to no private address that is not allowed', async () => {
    const { url } = await serving(webSocketServer(() => undefined));

    const { cause, message } = await failing(url, {}, { allowPrivate: false });

    expect(cause).toBe('security.blocked');
    expect(message).toContain('127.0.0.1 is a loopback address');
  });

  it.each([
    [
      '403',
      'answered 403 Forbidden; expected 101, the beginning of a WebSocket. The body begins with "no entry".',
    ],
    [
      '200',
      'answered 200 OK; expected 101, the beginning of a WebSocket. The body begins with "no entry".',
    ],
  ])('fails on a handshake that is answered with %s', async (status, expected) => {
    const reason = { '403': 'Forbidden', '200': 'OK' }[status] ?? '';
    const { origin } = await serving(
      rawServer(`HTTP/1.1 ${status} ${reason}\r\nContent-Length: 8\r\n\r\nno entry`),
    );

    const { cause, message, records } = await failing(origin.replace('http', 'ws'));

    expect(cause).toBe('target.status');
    expect(message.endsWith(expected)).toBe(true);
    expect(records).toMatchObject([{ status: Number(status), error: expected }]);
  });

  it('follows no redirect, as no browser does, and says where it leads', async () => {
    const { origin } = await serving(
      rawServer('HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n'),
    );

    const { cause, message } = await failing(`${origin.replace('http', 'ws')}/`);

    expect(cause).toBe('target.status');
    expect(message).toBe(
      'answered 302 Found; expected 101, the beginning of a WebSocket. It redirects to "/other"; no browser follows it, so use that address. The body is empty.',
    );
  });

  it.each([
    [
      'a wrong Sec-WebSocket-Accept',
      SWITCHING.replace('ACCEPT', 'bm90IHRoZSBrZXk='),
      'the handshake failed: the header "sec-websocket-accept" of its answer is missing or wrong: something on the way answers in place of a WebSocket server',
    ],
    [
      'no upgrade to a WebSocket',
      SWITCHING.replace('websocket', 'h2c'),
      'the handshake failed: its answer 101 does not have the header "upgrade: websocket"',
    ],
    [
      'a subprotocol that was not offered',
      SWITCHING.replace('\n\n', '\nSec-WebSocket-Protocol: chat.v9\n\n'),
      'the handshake failed: it chose a subprotocol that was not offered',
    ],
    [
      'another protocol than HTTP',
      '220 mail.shop.example ESMTP\n',
      'the answer is not HTTP: it begins with "220 mail.shop.example ESMTP\\r\\n"',
    ],
  ])('fails on %s', async (_, head, expected) => {
    const { url } = await serving(handshakeServer(head));

    const { cause, message } = await failing(url);

    expect(cause).toBe('target.protocol');
    expect(message).toBe(expected);
  });

  it('fails when the server chooses none of the subprotocols', async () => {
    const { url } = await serving(handshakeServer(SWITCHING));

    const { cause, message } = await failing(url, { subprotocols: ['chat.v2'] });

    expect(cause).toBe('target.protocol');
    expect(message).toBe('the handshake failed: it chose none of the offered subprotocols');
  });

  it('fails when the server hangs up in place of an answer', async () => {
    const { port } = await serving(socketServer((socket) => socket.end()));

    const { cause, message } = await failing(`ws://127.0.0.1:${port}/`);

    expect(cause).toBe('target.protocol');
    expect(message).toBe('the server closed the connection before the first byte of an answer');
  });

  it('names the handshake as what did not come in time', async () => {
    const { port } = await serving(socketServer((socket) => socket.on('error', () => undefined)));

    const { cause, message, records } = await failing(`ws://127.0.0.1:${port}/`, {
      timeout: '1s',
    });

    expect(cause).toBe('target.timeout');
    expect(message).toBe('timed out after 1 s, waiting for the answer');
    expect(records).toHaveLength(1);
    expect(records[0]?.phases.waitMs).toBeGreaterThan(100);
  });

  it.each<[string, string, WsProbeOptions, string]>([
    [
      'a URL of HTTP',
      'https://shop.example/',
      {},
      'expected a URL that begins with wss:// or ws://',
    ],
    ['a URL with a password', 'wss://a:b@shop.example/', {}, 'it has a user name or a password'],
    [
      'a header of its own',
      'wss://shop.example/',
      { headers: { Upgrade: 'x' } },
      'the probe sets "Upgrade" itself; remove it',
    ],
    [
      'a header with a line feed',
      'wss://shop.example/',
      { headers: { 'x-id': 'a\nb' } },
      'its "x-id" cannot be sent',
    ],
    [
      'an expectation that is no pattern',
      'wss://shop.example/',
      { expect: { matches: '(' } },
      'its expect has a "matches" that is no regular expression',
    ],
    [
      'a subprotocol with a blank',
      'wss://shop.example/',
      { subprotocols: ['chat v2'] },
      'its subprotocol "chat v2"',
    ],
    [
      'a count of messages that is none',
      'wss://shop.example/',
      { among: 0 },
      'its among is 0; expected a whole number from 1',
    ],
  ])('refuses %s', async (...[, url, options, expected]) => {
    const session = testSession();

    const { code, message } = await failureOf(session.probe.webSocket(url, options));
    session.close();

    expect(code).toBe('journey.exception');
    expect(message).toContain('Cannot probe WS "');
    expect(message).toContain(expected);
    expect(session.requests()).toEqual([]);
  });
});
