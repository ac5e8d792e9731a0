import { redactor } from '../../../lib/core/record/redact.ts';
import { testSession } from '../../support/http-frame.ts';
import { startServer } from '../../support/http-server.ts';
import type { TestServer } from '../../support/http-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer((request, response) => {
    if (request.url === '/cached') {
      response.setHeader('server', 'nginx/1.27 hunter2');
      response.setHeader('x-cache', ['MISS', 'HIT']);
    }
    response.end('a page');
  });
});
afterAll(async () => server.close());

describe('HttpClient', () => {
  it('HttpClient.get() records server and cache without secrets when the response names them', async () => {
    const session = testSession({ baseUrl: server.origin, redact: redactor(['hunter2']) });

    const cached = await session.client.get('/cached');
    const plain = await session.client.get('/');

    session.close();
    expect(cached.timings).toMatchObject({ server: 'nginx/1.27 [secret]', cache: 'HIT' });
    expect(plain.timings).not.toHaveProperty('server');
    expect(plain.timings).not.toHaveProperty('cache');
  });
});
