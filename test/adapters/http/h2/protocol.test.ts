import https from 'node:https';
import tls from 'node:tls';
import { type KeyPair, makeAuthority, makeLeaf } from '../../../support/certificates.ts';
import { startH2Server } from '../../../support/h2-server.ts';
import { failureOf, testSession } from '../../../support/http-frame.ts';
import { closer, listen } from '../../../support/listening.ts';

let authority: KeyPair;
let leaf: KeyPair;
beforeAll(async () => {
  authority = await makeAuthority();
  leaf = await makeLeaf(authority);
});

function session(options: Parameters<typeof testSession>[0] = {}) {
  return testSession({ ca: authority.cert, ...options });
}

describe('the option protocol', () => {
  it('HttpClient.get() offers HTTP/1.1 alone, and a server of HTTP/2 refuses it', async () => {
    const server = await startH2Server(leaf, () => undefined);
    const open = session({ protocol: 'http/1.1' });

    const failure = await failureOf(open.client.get(server.origin));

    open.close();
    await server.close();
    expect(failure.code).toMatch(/^target\./);
  });

  it.each([
    [
      'that knows no ALPN',
      {},
      /offered h2 alone, and the server chose none of it, which is HTTP\/1.1/,
    ],
    [
      'that refuses it',
      { ALPNProtocols: ['http/1.1'] },
      /offered h2 alone, and the server refused the handshake because it speaks nothing of it/,
    ],
  ])('HttpClient.get() is target.protocol with a server %s', async (_what, options, message) => {
    const server = tls.createServer({ ...leaf, ...options }, (socket) => socket.destroy());
    const close = closer(server);
    const open = session({ protocol: 'h2' });

    const failure = await failureOf(open.client.get(`https://127.0.0.1:${await listen(server)}/`));

    open.close();
    await close();
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toMatch(message);
  });

  it('HttpClient.get() uses HTTP/1.1 where the server prefers it', async () => {
    const server = https.createServer({ ...leaf }, (_request, response) => response.end('here'));
    const close = closer(server);
    const open = session();
    const origin = `https://127.0.0.1:${await listen(server)}`;

    const all = await Promise.all([open.client.get(origin), open.client.get(origin)]);

    open.close();
    await close();
    expect(all.map(({ timings }) => timings.protocol)).toEqual(['http/1.1', 'http/1.1']);
  });

  it('HttpClient.get() takes an address without TLS for a mistake where HTTP/2 is wanted', async () => {
    const open = session({ protocol: 'h2' });

    const failure = await failureOf(open.client.get('http://127.0.0.1:1/'));

    open.close();
    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toContain('the option protocol of the journey is "h2"');
  });

  it('HttpClient.get() is target.protocol when it is redirected to an address without TLS', async () => {
    const server = await startH2Server(leaf, (stream) => {
      stream.respond({ ':status': 302, location: 'http://127.0.0.1:1/' }, { endStream: true });
    });
    const open = session({ protocol: 'h2' });

    const failure = await failureOf(open.client.get(server.origin));

    open.close();
    await server.close();
    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toContain('an address without TLS is served in HTTP/1.1');
  });
});
