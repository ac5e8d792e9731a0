import { testSession } from '../../support/http-frame.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer((request, response) => {
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
