import type { IncomingMessage } from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { handshakeFailure } from '../../../lib/adapters/http/failure.ts';
import { accessOf } from '../../../lib/core/run/access.ts';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { closer, listen } from '../../support/listening.ts';

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
const PROTOCOLS = ['http/1.1', 'h2'] as const;
type Version = (typeof VERSIONS)[number];
type Protocol = (typeof PROTOCOLS)[number];

const COMBINATIONS = VERSIONS.flatMap((version) =>
  PROTOCOLS.map((protocol) => [version, protocol] as const),
);

let authority: KeyPair;
let client: KeyPair;
let stranger: KeyPair;
let server: KeyPair;
const servers = new Map<string, { readonly origin: string; close(): Promise<void> }>();

beforeAll(async () => {
  authority = await makeAuthority();
  client = await makeLeaf(authority, { names: ['client.shop.example'] });
  server = await makeLeaf(authority);
  stranger = await makeLeaf(await makeAuthority('Other CA'), { names: ['stranger.example'] });
  for (const [version, protocol] of COMBINATIONS) {
    servers.set(`${version} ${protocol}`, await startServer(version, protocol));
  }
});
afterAll(async () => {
  for (const each of servers.values()) await each.close();
});

/** A server that requires a certificate of the authority, and answers with its subject. */
async function startServer(version: Version, protocol: Protocol) {
  const options = { ...server, ca: authority.cert, requestCert: true, minVersion: version };
  // That of HTTP/2 speaks nothing else.
  const listening =
    protocol === 'h2'
      ? http2.createSecureServer({ ...options, maxVersion: version }, answer)
      : https.createServer({ ...options, maxVersion: version }, answer);
  const close = closer(listening);
  const port = await listen(listening);

  return { origin: `https://127.0.0.1:${port}`, close };
}

function answer(
  request: Pick<IncomingMessage, 'socket'>,
  response: { end(text: string): unknown },
): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a server with TLS
  const { subject } = (request.socket as TLSSocket).getPeerCertificate();
  response.end(JSON.stringify({ subject: subject?.CN ?? null }));
}

function sessionTo(origin: string, identity: KeyPair | null) {
  return testSession({
    baseUrl: origin,
    ca: authority.cert,
    clientCertificate:
      identity === null
        ? null
        : { certificate: identity.cert, key: identity.key, passphrase: null },
  });
}

function originOf(version: Version, protocol: Protocol): string {
  return servers.get(`${version} ${protocol}`)?.origin ?? '';
}

describe.each(COMBINATIONS)('client certificates in %s and %s', (version, protocol) => {
  it('HttpClient.get() presents its certificate to the origin of the base URL', async () => {
    const session = sessionTo(originOf(version, protocol), client);

    const response = await session.client.get('/');

    session.close();
    expect(response.json()).toEqual({ subject: 'client.shop.example' });
    expect(response.timings).toMatchObject({ protocol, tls: { protocol: version } });
    expect(response.timings.phases.tlsMs).toBeGreaterThan(0);
  });

  it('HttpClient.get() presents no certificate to another origin', async () => {
    const session = sessionTo('https://shop.example', client);

    const failure = await failureOf(session.client.get(originOf(version, protocol)));

    session.close();
    expect(failure.code).toBe('target.tls');
  });

  it('HttpClient.get() names what is missing when the server requires a certificate', async () => {
    const session = sessionTo(originOf(version, protocol), null);

    const failure = await failureOf(session.client.get('/'));

    session.close();
    expect(failure.code).toBe('target.tls');
    expect(failure.message).toMatch(/clientCertificate/);
  });

  it('HttpClient.get() fails when the server does not trust the authority of its certificate', async () => {
    const session = sessionTo(originOf(version, protocol), stranger);

    const failure = await failureOf(session.client.get('/'));

    session.close();
    // Node's server closes the connection without an alert; in TLS 1.3 after the handshake.
    expect(failure.code).toBe(version === 'TLSv1.2' ? 'target.tls' : 'target.protocol');
    expect(failure.message).toMatch(/(closed|reset) the connection/);
  });

  it('HttpClient.get() does not trust the authority without `ca`', async () => {
    const identity = { certificate: client.cert, key: client.key, passphrase: null };
    const session = testSession({
      baseUrl: originOf(version, protocol),
      clientCertificate: identity,
    });

    const failure = await failureOf(session.client.get('/'));

    session.close();
    expect(failure.code).toBe('target.tls');
    expect(failure.message).toMatch(/which this machine does not trust/);
  });
});

describe('handshakeFailure()', () => {
  it.each([
    [
      'tlsv13 alert certificate required',
      /requires a client certificate; the option clientCertificate/,
    ],
    ['tlsv1 alert unknown ca', /does not accept the client certificate \(tlsv1 alert unknown ca\)/],
    ['sslv3 alert certificate expired', /does not accept the client certificate/],
  ])('handshakeFailure() explains "%s"', (reason, message) => {
    const error = Object.assign(new Error('write EPROTO'), { code: 'EPROTO', reason });

    expect(handshakeFailure(error, ['h2', 'http/1.1'])).toMatchObject({
      code: 'target.tls',
      message: expect.stringMatching(message),
    });
  });
});

describe('secrets of access', () => {
  it('accessOf() reads certificates and credentials out of secrets', () => {
    const secrets = {
      ca: authority.cert,
      mtls: JSON.stringify({ certificate: client.cert, key: client.key }),
      basic: JSON.stringify({ username: 'kim', password: 'hunter2' }),
    };
    const access = { ca: 'ca', clientCertificate: 'mtls', credentials: { secret: 'basic' } };

    expect(accessOf({ access }, secrets)).toEqual({
      ca: authority.cert,
      clientCertificate: { certificate: client.cert, key: client.key, passphrase: null },
      credentials: { username: 'kim', password: 'hunter2' },
    });
    expect(accessOf({}, {})).toEqual({ ca: null, clientCertificate: null, credentials: null });
  });

  it.each([
    ['no JSON', 'hunter2', 'Cannot read "certificate" of secret "mtls": it is not a JSON object'],
    [
      'no key',
      '{"certificate":"x"}',
      'Cannot read "key" of secret "mtls": it has no text field "key"',
    ],
    [
      'a passphrase that is a number',
      '{"certificate":"x","key":"y","passphrase":1}',
      'Cannot read "passphrase" of secret "mtls": it has no text field "passphrase"',
    ],
  ])('accessOf() fails as monitor.secret with %s', async (_what, mtls, message) => {
    const failure = await failureOf(
      Promise.resolve().then(() => accessOf({ access: { clientCertificate: 'mtls' } }, { mtls })),
    );

    expect(failure.code).toBe('monitor.secret');
    expect(failure.message).toBe(message);
  });

  it.each([
    [
      'a key of another certificate',
      () => ({ ...client, key: stranger.key }),
      /its key does not belong to its certificate/,
    ],
    ['no PEM', () => ({ cert: 'x', key: 'hunter2' }), /expected both as PEM/],
  ])('openHttpSession() fails as monitor.secret with %s', async (_what, pair, message) => {
    const failure = await failureOf(
      Promise.resolve().then(() => sessionTo('https://shop.example', pair())),
    );

    expect(failure.code).toBe('monitor.secret');
    expect(failure.message).toMatch(message);
    expect(failure.message).not.toContain('hunter2');
  });

  it.each([
    ['no certificate', 'hunter2', /it has no certificate; expected PEM/],
    [
      'a damaged certificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      /its certificate 1 cannot be read/,
    ],
  ])('openHttpSession() fails as monitor.secret when ca has %s', async (_what, ca, message) => {
    const failure = await failureOf(
      Promise.resolve().then(() => testSession({ baseUrl: 'https://shop.example', ca })),
    );

    expect(failure.code).toBe('monitor.secret');
    expect(failure.message).toMatch(message);
  });
});
