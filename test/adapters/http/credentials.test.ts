import { liveRedactor } from '../../../lib/core/record/redact.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer((request, response) => {
    const [, pair = ''] = request.headers.authorization?.split(' ') ?? [];
    if (request.url === '/wrong') {
      const [, password] = atob(pair).split(':');
      return response.writeHead(401).end(`wrong: ${password}, or ${pair}`);
    }
    response.end(JSON.stringify({ headers: request.headers }));
  });
});
afterAll(async () => server.close());

describe('credentials in a URL', () => {
  it.each([
    ['100%', '100%'],
    ['50%25', '50%'],
    ['%zz%4', '%zz%4'],
    ['%FF', '\xff'],
    ['%C3%A9', '\xc3\xa9'],
  ])('HttpClient.get() sends the password %s of a URL as browsers do', async (given, sent) => {
    const session = testSession();

    const response = await session.client.get(`http://kim:${given}@127.0.0.1:${server.port}/echo`);

    session.close();
    const basic = Buffer.from(`kim:${sent}`, 'latin1').toString('base64');
    expect(response.json().headers.authorization).toBe(`Basic ${basic}`);
  });
});

describe('the password of a URL', () => {
  it('HttpClient.get() hides it where the server repeats it', async () => {
    const learned: string[] = [];
    const session = testSession({
      redact: liveRedactor(() => learned),
      learn: (secret) => learned.push(secret),
    });

    const url = `http://kim:hunter2%21@127.0.0.1:${server.port}/wrong`;
    const failure = await failureOf(session.client.get(url));

    session.close();
    expect(failure.message).toContain('The body begins with "wrong: [secret], or a2ltO[secret]".');
  });
});

describe('credentials of a journey', () => {
  const credentials = { username: 'kim', password: 'hünter:2' };
  const basic = `Basic ${Buffer.from('kim:hünter:2').toString('base64')}`;

  it('HttpClient.get() sends them to the origin of the base URL, but for another header or URL', async () => {
    const session = testSession({ baseUrl: server.origin, credentials });

    const seen = [
      await session.client.get('/'),
      await session.client.get('/', { headers: { Authorization: 'Bearer x' } }),
      await session.client.get(`http://a:b@127.0.0.1:${server.port}/`),
    ].map((response) => response.json().headers.authorization);

    session.close();
    expect(seen).toEqual([basic, 'Bearer x', `Basic ${Buffer.from('a:b').toString('base64')}`]);
  });

  it('HttpClient.get() sends them to no other origin, not even after a redirect', async () => {
    const other = await startServer((_request, response) => {
      response.writeHead(302, { location: `${server.origin}/` }).end();
    });
    const session = testSession({ baseUrl: other.origin, credentials });

    const direct = await session.client.get(server.origin);
    const redirected = await session.client.get('/');

    session.close();
    await other.close();
    expect(direct.json().headers.authorization).toBeUndefined();
    expect(redirected.json().headers.authorization).toBeUndefined();
  });
});
