import http2 from 'node:http2';
import tls from 'node:tls';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { closer, listen } from '../../support/listening.ts';

let authority: KeyPair;
let leaf: KeyPair;
beforeAll(async () => {
  authority = await makeAuthority();
  leaf = await makeLeaf(authority);
});

async function failureWith(server: tls.Server) {
  const close = closer(server);
  const session = testSession({ ca: authority.cert, protocol: 'http/1.1' });
  const failure = await failureOf(session.client.get(`https://127.0.0.1:${await listen(server)}/`));
  session.close();
  await close();

  return failure;
}

describe('servers of HTTP/2 only', () => {
  it('HttpClient.get() names the protocol when the server refuses it in the handshake', async () => {
    // As nginx and Go's servers do (RFC 7301, section 3.2).
    const failure = await failureWith(tls.createServer({ ...leaf, ALPNProtocols: ['h2'] }));

    expect(failure.code).toBe('target.protocol');
    expect(failure.message).toContain(
      'the client offered http/1.1 alone, and the server refused the handshake',
    );
  });

  it('HttpClient.get() reports the status of a server that answers in HTTP/1.0 all the same', async () => {
    const failure = await failureWith(http2.createSecureServer({ ...leaf, allowHTTP1: false }));

    expect(failure.code).toMatch(/^target\./);
    expect(failure.message).not.toContain('unknown reason');
  });
});
