import { testSession } from '../../support/http-frame.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer(({ url, headers }, response) => {
    if (url === '/set') response.setHeader('set-cookie', ['sid=jar; Path=/', 'lang=nl; Path=/']);
    if (url === '/login') {
      response.setHeader('set-cookie', 'sid=new; Path=/');
      return response.writeHead(302, { location: '/echo' }).end();
    }
    if (url === '/logout') {
      response.setHeader('set-cookie', 'sid=; Path=/; Max-Age=0');
      return response.writeHead(302, { location: '/echo' }).end();
    }
    response.end(JSON.stringify({ cookie: headers.cookie ?? null }));
  });
});
afterAll(async () => server.close());

describe('cookies', () => {
  it.each([
    ['another name', 'own=1', 'own=1; sid=jar; lang=nl'],
    ['the same name', 'sid=own', 'sid=own; lang=nl'],
    ['all names', ' lang=en ;sid=own; ', 'lang=en ;sid=own;'],
    ['no name', 'flag', 'flag; sid=jar; lang=nl'],
    ['a name that begins alike', 'sid2=x', 'sid2=x; sid=jar; lang=nl'],
  ])("a caller's cookie of %s takes precedence over stored ones", async (_what, own, expected) => {
    const session = testSession({ baseUrl: server.origin });
    await session.client.get('/set');

    const response = await session.client.get('/echo', { headers: { Cookie: own } });
    const after = await session.client.get('/echo');

    session.close();
    expect(response.json().cookie).toBe(expected);
    expect(after.json().cookie).toBe('sid=jar; lang=nl');
  });

  it.each([
    ['sets again', '/login', 'a=1; sid=new'],
    ['deletes', '/logout', 'a=1'],
  ])("a redirect that %s the caller's cookie counts for the next hop", async (...given) => {
    const [, path, expected] = given;
    const session = testSession({ baseUrl: server.origin });

    const response = await session.client.get(path, { headers: { cookie: 'sid=old; a=1' } });

    session.close();
    expect(response.json().cookie).toBe(expected);
  });

  it('HttpResponse.headerValues() gives each Set-Cookie line by itself', async () => {
    const session = testSession({ baseUrl: server.origin });

    const response = await session.client.get('/set');

    session.close();
    expect(response.headerValues('Set-Cookie')).toEqual(['sid=jar; Path=/', 'lang=nl; Path=/']);
    expect(response.headerValues('constructor')).toEqual([]);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'HttpResponse.headers has no header "%s" that was not sent',
    async (name) => {
      const session = testSession({ baseUrl: server.origin });

      const { headers } = await session.client.get('/echo');

      session.close();
      expect(headers[name]).toBeUndefined();
    },
  );
});
