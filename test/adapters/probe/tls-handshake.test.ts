import net from 'node:net';
import tls, { type TlsOptions } from 'node:tls';
import type { TlsProbeOptions } from '../../../lib/core/journey/checks/tls-probe.ts';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { failedProbe, passedProbe } from '../../support/probe-parts.ts';
import { inDays, type TlsServers, tlsServers } from '../../support/tls-servers.ts';

let servers: TlsServers;
let authority: KeyPair;
let healthy: KeyPair;

beforeAll(async () => {
  authority = await makeAuthority('Test Root');
  healthy = await makeLeaf(authority);
});

beforeEach(() => {
  servers = tlsServers();
});

afterEach(async () => servers.close());

async function serving(options: TlsOptions): Promise<string> {
  return servers.listen(tls.createServer(options));
}

describe('probe.tls()', () => {
  it.each<[string, () => Promise<KeyPair>, RegExp]>([
    [
      'not yet valid',
      async () => makeLeaf(authority, { notBefore: inDays(2), notAfter: inDays(90) }),
      /the certificate \(CN=localhost\) is not valid before /,
    ],
    [
      'for another name',
      async () => makeLeaf(authority, { names: ['other.example'], addresses: [] }),
      /the certificate is for other\.example, not for 127\.0\.0\.1/,
    ],
    ['self-signed', async () => makeLeaf(null), /the certificate \(CN=localhost\) is self-signed/],
    [
      'of an unknown authority',
      async () => makeLeaf(await makeAuthority('Stranger')),
      /\(CN=localhost\) is issued by CN=Stranger, which this machine does not trust/,
    ],
    [
      'sent without that of the authority between',
      async () => makeLeaf(await makeAuthority('Middle', { issuer: authority })),
      /issued by CN=Middle, .* or the server does not send the intermediate certificates/,
    ],
  ])('fails for a certificate that is %s', async (_what, make, problem) => {
    const target = await serving(await make());

    const { cause, message } = await failedProbe((probe) => probe.tls(target), {
      ca: authority.cert,
    });

    expect(cause).toBe('target.tls');
    expect(message).toMatch(problem);
  });

  it('fails for a version below the wanted one', async () => {
    const target = await serving({ ...healthy, maxVersion: 'TLSv1.2' });
    const options = { ca: authority.cert };

    const found = await passedProbe((probe) => probe.tls(target), options);
    const { cause, message } = await failedProbe(
      (probe) => probe.tls(target, { minVersion: 'TLSv1.3' }),
      options,
    );

    expect(found.protocol).toBe('TLSv1.2');
    expect([cause, message]).toEqual([
      'target.tls',
      `TLS tls://${target}: the server agreed on TLSv1.2; expected at least TLSv1.3`,
    ]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'fails where the server wants to know the client, also after the handshake (%s)',
    async (version) => {
      const target = await serving({
        ...healthy,
        ca: authority.cert,
        requestCert: true,
        rejectUnauthorized: true,
        minVersion: version,
        maxVersion: version,
      });

      const { cause, message } = await failedProbe((probe) => probe.tls(target), {
        ca: authority.cert,
      });

      expect(cause).toBe('target.tls');
      expect(message).toMatch(/requires a client certificate/);
    },
  );

  it('fails where the server closes the connection right after the handshake', async () => {
    const server = tls.createServer({ ...healthy, minVersion: 'TLSv1.3' }, (socket) => {
      socket.end();
    });
    const target = await servers.listen(server);

    const { cause, message } = await failedProbe((probe) => probe.tls(target), {
      ca: authority.cert,
    });

    expect(cause).toBe('target.tls');
    expect(message).toMatch(/closed the connection right after the TLS handshake/);
  });

  it('passes where the server takes the client but sends nothing', async () => {
    const target = await serving({ ...healthy, minVersion: 'TLSv1.3' });

    const found = await passedProbe((probe) => probe.tls(target), { ca: authority.cert });

    expect(found.protocol).toBe('TLSv1.3');
  });

  it('says that a server has only versions that are no longer used', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    const target = await serving({ ...healthy, ...old });

    const { cause, message } = await failedProbe((probe) => probe.tls(target));

    expect(cause).toBe('target.tls');
    expect(message).toContain('the server and this machine have no TLS version in common');
  });

  it.each<[string, (socket: net.Socket) => void, RegExp]>([
    [
      'speaks no TLS',
      (socket) => socket.end('220 mail.example ESMTP\r\n'),
      /the server does not use TLS on this port/,
    ],
    [
      'closes in the handshake',
      (socket) => socket.once('data', () => socket.end()),
      /closed the connection during the TLS handshake/,
    ],
    [
      'resets in the handshake',
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      /closed the connection during the TLS handshake/,
    ],
  ])('says that a server %s', async (_what, onSocket, problem) => {
    const target = await servers.listen(
      net.createServer((socket) => {
        socket.on('error', () => undefined);
        onSocket(socket);
      }),
    );

    const { cause, message, record } = await failedProbe((probe) => probe.tls(target));

    expect(cause).toBe('target.tls');
    expect(message).toMatch(problem);
    expect(record.tls).toBeNull();
  });

  it('says that a server does not answer the handshake', async () => {
    const target = await servers.listen(net.createServer(() => undefined));

    const { cause, message } = await failedProbe((probe) =>
      probe.tls(target, { timeout: '150ms' }),
    );

    expect(cause).toBe('target.timeout');
    expect(message).toBe(
      `TLS tls://${target}: timed out after 150 ms, waiting for the TLS handshake`,
    );
  });

  it('says that a port refuses, and connects to no forbidden address', async () => {
    const target = await serving(healthy);
    await servers.close();

    const refused = await failedProbe((probe) => probe.tls(target));
    const blocked = await failedProbe((probe) => probe.tls(target), { allowPrivate: false });
    const led = await failedProbe((probe) => probe.tls('shop.example', { connectTo: target }), {
      allowPrivate: false,
    });

    expect(refused).toMatchObject({ cause: 'target.connect' });
    expect(blocked).toMatchObject({ cause: 'security.blocked' });
    expect(led).toMatchObject({ cause: 'security.blocked' });
  });

  it.each([
    ['https://shop.example', '{}', 'it is no target; expected a host with or without port'],
    [
      'shop.example',
      '{"minVersion":"TLSv1.1"}',
      'its minVersion is "TLSv1.1"; expected TLSv1.2 or TLSv1.3',
    ],
    [
      'shop.example',
      '{"serverName":"a:1"}',
      'its serverName is "a:1"; expected a host name without port',
    ],
    ['shop.example', '{"connectTo":"a/b"}', 'its connectTo is "a/b"'],
    ['shop.example', '{"failDays":"7d"}', 'its failDays is no number of days'],
  ])('refuses %s with %s', async (target, written, problem) => {
    const options: TlsProbeOptions = JSON.parse(written);
    const session = testSession();

    const failure = await failureOf(session.probe.tls(target, options));

    session.close();
    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toContain(`Cannot probe TLS "${target}": ${problem}`);
  });
});
