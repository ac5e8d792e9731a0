import https from 'node:https';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';
import { closer, listen } from '../../support/listening.ts';
import { namesBy } from '../../support/name-resolution.ts';

/** No name resolves: what is reached was named by `connectTo`. */
const NO_NAMES = namesBy(async () => []);

let plain: TestServer;
let authority: KeyPair;
let securePort = 0;
let closeSecure: () => Promise<void>;

beforeAll(async () => {
  plain = await startServer(({ url, headers }, response) => {
    if (url === '/away') return response.writeHead(302, { location: `${plain.origin}/x` }).end();
    response.end(JSON.stringify({ host: headers.host }));
  });
  authority = await makeAuthority();
  const leaf = await makeLeaf(authority, {
    names: ['shop.example', 'other.example'],
    addresses: [],
  });
  const secure = https.createServer(leaf, ({ headers, socket }, response) => {
    const name: unknown = 'servername' in socket ? socket.servername : null;
    response.end(JSON.stringify({ host: headers.host, name }));
  });
  closeSecure = closer(secure);
  securePort = await listen(secure);
});
afterAll(async () => {
  await plain.close();
  await closeSecure();
});

describe('connectTo and serverName', () => {
  it('HttpClient.get() connects to another host, with name and certificate of the URL', async () => {
    const session = testSession({ names: NO_NAMES, ca: authority.cert });
    const connectTo = `127.0.0.1:${securePort}`;

    const response = await session.client.get('https://shop.example/', { connectTo });

    session.close();
    expect(response.json()).toEqual({ host: 'shop.example', name: 'shop.example' });
    expect(response.timings).toMatchObject({
      url: 'https://shop.example/',
      remoteAddress: '127.0.0.1',
    });
  });

  it('HttpClient.get() asks TLS for another name, and checks the certificate for that', async () => {
    const session = testSession({ ca: authority.cert });
    const url = `https://127.0.0.1:${securePort}/`;

    const response = await session.client.get(url, { serverName: 'other.example' });
    const failure = await failureOf(session.client.get(url, { serverName: 'wrong.example' }));

    session.close();
    expect(response.json()).toEqual({ host: `127.0.0.1:${securePort}`, name: 'other.example' });
    expect(failure.code).toBe('target.tls');
    expect(failure.message).toContain(
      'the certificate is for shop.example, other.example, not for wrong.example',
    );
  });

  it('HttpClient.get() takes the port of the URL where connectTo has none', async () => {
    const session = testSession({ names: NO_NAMES });
    const url = `http://shop.example:${plain.port}/`;

    const response = await session.client.get(url, { connectTo: '127.0.0.1' });

    session.close();
    expect(response.json()).toEqual({ host: `shop.example:${plain.port}` });
  });

  it('HttpClient.get() reuses connections of the same route only', async () => {
    const session = testSession();
    const connectTo = `127.0.0.1:${plain.port}`;
    const url = `http://localhost:${plain.port}/`;

    for (const options of [{ connectTo }, { connectTo }, {}])
      await session.client.get(url, options);

    session.close();
    expect(session.requests().map(({ connection }) => connection)).toEqual([
      'new',
      'reused',
      'new',
    ]);
  });

  it('HttpClient.get() follows a redirect to another origin without connectTo', async () => {
    const session = testSession({ names: NO_NAMES });
    const connectTo = `127.0.0.1:${plain.port}`;

    const response = await session.client.get('http://shop.example/away', { connectTo });

    session.close();
    expect(response.json()).toEqual({ host: `127.0.0.1:${plain.port}` });
  });

  it.each([
    ['a private address', { allowPrivate: false }, '127.0.0.1 is a loopback address'],
    ['a host outside allowHosts', { allowHosts: ['shop.example'] }, 'is not among the journey'],
  ])('HttpClient.get() is blocked when connectTo is %s', async (_what, rules, message) => {
    const session = testSession({ names: NO_NAMES, baseUrl: 'http://shop.example', ...rules });
    const connectTo = `127.0.0.1:${plain.port}`;

    const failure = await failureOf(session.client.get('/', { connectTo }));

    session.close();
    expect(failure.code).toBe('security.blocked');
    expect(failure.message).toContain(message);
  });

  it.each([
    [{ connectTo: 'http://10.0.0.7' }, /its connectTo is "http:\/\/10\.0\.0\.7"; expected a host/],
    [{ connectTo: '' }, /its connectTo is ""/],
    [{ connectTo: 'a:99999' }, /its connectTo/],
    [
      { serverName: 'shop.example:443' },
      /its serverName is "shop\.example:443"; expected a host name/,
    ],
    [{ serverName: '10.0.0.7' }, /its serverName/],
  ])('HttpClient.get() fails as journey.exception with %j', async (options, message) => {
    const session = testSession();

    const failure = await failureOf(session.client.get('https://shop.example/', options));

    session.close();
    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toMatch(message);
  });
});
