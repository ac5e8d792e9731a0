import { redactor } from '../../../lib/core/record/redact.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer((request, response) => {
    const location =
      request.url?.startsWith('/elsewhere') === true
        ? `ftp://kim:hunter2@${'x'.repeat(500)}.test/`
        : null;
    if (location !== null) return response.writeHead(302, { location }).end();
    response.writeHead(418).end('short and stout');
  });
});
afterAll(async () => server.close());

describe('addresses in messages', () => {
  it('HttpClient.get() shortens a long address in its message, not the reason', async () => {
    const session = testSession({ baseUrl: server.origin, redact: redactor(['hunter2']) });
    const query = { filter: 'x'.repeat(5000), secret: 'hunter2', page: 7 };

    const failure = await failureOf(session.client.get('/teapot', { query }));

    session.close();
    expect(failure.message).toMatch(
      /^GET http:\/\/127\.0\.0\.1:\d+\/teapot\?filter=x+….*page=7: answered 418/,
    );
    expect(failure.message.length).toBeLessThan(350);
    expect(session.requests()[0]?.url).toHaveLength(server.origin.length + 5038);
  });

  it.each([
    'ftp://kim:hunter2@x.test/',
    '//kim:hunter2@x.test:port/',
    'http://kim:hunter2@x.test:x',
  ])('HttpClient.get() shows no password of %s, which it refuses', async (url) => {
    const session = testSession({ redact: redactor([]) });

    const failure = await failureOf(session.client.get(url));

    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toContain('[secret]@x.test');
    expect(JSON.stringify([failure.message, failure.stack])).not.toContain('hunter2');
  });

  it('HttpClient.get() shortens the target of a redirect without showing its password', async () => {
    const session = testSession({ baseUrl: server.origin, redact: redactor([]) });

    const failure = await failureOf(session.client.get('/elsewhere'));

    session.close();
    expect(failure.message).toMatch(
      /it redirects to "ftp:\/\/\[secret\]@x+….*\.test\/", which is not an HTTP/,
    );
    expect(failure.message.length).toBeLessThan(350);
  });
});
