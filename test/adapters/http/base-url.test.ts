import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer((_request, response) =>
    response.writeHead(418).end('short and stout'),
  );
});
afterAll(async () => server.close());

describe('addresses below a base URL', () => {
  it.each(['//users', '\\\\users', ' //users/7', '/\\users'])(
    'HttpClient.get() fails as journey.exception when "%s" makes a host of a path',
    async (url) => {
      const session = testSession({ baseUrl: server.origin });

      const failure = await failureOf(session.client.get(url));

      session.close();
      expect(failure.code).toBe('journey.exception');
      expect(failure.message).toContain(
        'two slashes at the beginning make "users" the host; expected one slash',
      );
      expect(session.requests()).toEqual([]);
    },
  );

  it('HttpClient.get() follows an address that names a host after two slashes', async () => {
    const session = testSession({ baseUrl: 'http://shop.example' });

    const response = await session.client.get(`//127.0.0.1:${server.port}/`, {
      allowStatus: [418],
    });

    session.close();
    expect(response.url).toBe(`${server.origin}/`);
  });

  it('HttpClient.get() says that an address lost the path of the base URL when its status fails', async () => {
    const session = testSession({ baseUrl: `${server.origin}/api` });

    const lost = await failureOf(session.client.get('/teapot'));
    const meant = await failureOf(session.client.get(`${server.origin}/teapot`));

    session.close();
    expect(lost.message).toMatch(
      /stout"\. The address does not lead below the path "\/api" of the base URL; "\/api\/teapot" would\.$/,
    );
    expect(meant.message).toMatch(/stout"\.$/);
  });
});
