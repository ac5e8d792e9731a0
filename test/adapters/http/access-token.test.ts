import { liveRedactor } from '../../../lib/core/record/redact.ts';
import type { HttpTokenOptions } from '../../../lib/core/journey/http-api.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';

const CLIENT = { clientId: 'shop:monitor', clientSecret: 'p w+1' };

let server: TestServer;
let issued = 0;
/** What the token endpoint answers; `TOKEN` stands for one that is different each time. */
let answer: unknown = {};
let asked: { readonly authorization: string | null; readonly form: string }[] = [];

beforeAll(async () => {
  server = await startServer(({ url, headers }, response, body) => {
    const { authorization = null } = headers;
    if (url === '/token') {
      issued += 1;
      asked.push({ authorization, form: body });
      return response.end(JSON.stringify(answer).replaceAll('TOKEN', `token-number-${issued}`));
    }
    if (url === '/refuse') return response.writeHead(403).end(`not for ${authorization}`);
    response.end(JSON.stringify({ authorization }));
  });
});
afterAll(async () => server.close());
beforeEach(() => {
  issued = 0;
  asked = [];
  answer = { access_token: 'TOKEN', token_type: 'bearer', expires_in: 3600 };
});

function sessionWith(options: Partial<HttpTokenOptions> = {}) {
  const learned: string[] = [];
  const session = testSession({
    baseUrl: server.origin,
    redact: liveRedactor(() => learned),
    learn: (secret) => learned.push(secret),
  });

  return {
    session,
    client: session.client.withToken({ tokenUrl: '/token', ...CLIENT, ...options }),
  };
}

describe('HttpClient.withToken()', () => {
  it('gets a token by client credentials with the first request, and keeps it', async () => {
    const { session, client } = sessionWith({ scope: 'orders read', fields: { audience: 'shop' } });

    const seen = await Promise.all([client.get('/a'), client.post('/b', { json: 1 })]);
    const later = await client.get('/c', { headers: { authorization: 'Basic own' } });

    session.close();
    expect(seen.map((each) => each.json().authorization)).toEqual([
      'Bearer token-number-1',
      'Bearer token-number-1',
    ]);
    expect(later.json().authorization).toBe('Basic own');
    expect(asked).toEqual([
      {
        authorization: `Basic ${btoa('shop%3Amonitor:p+w%2B1')}`,
        form: 'audience=shop&grant_type=client_credentials&scope=orders+read',
      },
    ]);
    expect(session.requests().map(({ url }) => new URL(url).pathname)).toEqual([
      '/token',
      '/a',
      '/b',
      '/c',
    ]);
  });

  it('sends the client in the form where the server wants that', async () => {
    const { session, client } = sessionWith({ clientAuthentication: 'form' });

    await client.get('/');

    session.close();
    expect(asked).toEqual([
      {
        authorization: null,
        form: 'grant_type=client_credentials&client_id=shop%3Amonitor&client_secret=p+w%2B1',
      },
    ]);
  });

  it('renews a token that has expired by the refresh token that came with it', async () => {
    answer = { access_token: 'TOKEN', refresh_token: 'refresh-TOKEN', expires_in: '0' };
    const { session, client } = sessionWith();

    await client.get('/');
    const { authorization } = (await client.get('/')).json();

    session.close();
    expect(authorization).toBe('Bearer token-number-2');
    expect(asked.map(({ form }) => form)).toEqual([
      'grant_type=client_credentials',
      'grant_type=refresh_token&refresh_token=refresh-token-number-1',
    ]);
  });

  it('begins with a refresh token that the journey has', async () => {
    const { session, client } = sessionWith({ refreshToken: 'given-token' });

    await client.get('/');

    session.close();
    expect(asked[0]?.form).toBe('grant_type=refresh_token&refresh_token=given-token');
  });

  it('hides the token in what is reported', async () => {
    const { session, client } = sessionWith();

    const failure = await failureOf(client.get('/refuse'));

    session.close();
    expect(failure.code).toBe('target.status');
    expect(failure.message).toContain('not for Bearer [secret]');
    expect(JSON.stringify(session.requests())).not.toContain('token-number');
  });

  it.each([
    ['no token', { error: 'x' }, /its answer has no "access_token"/],
    ['a list', [], /its answer has no "access_token"/],
    [
      'another type',
      { access_token: 'TOKEN', token_type: 'mac' },
      /of the type "mac"; expected "Bearer"/,
    ],
    ['a line break', { access_token: 'TOKEN\r\nx: y' }, /no header can hold its token/],
  ])(
    'fails as target.body when the answer has %s, and asks again',
    async (_what, wrong, message) => {
      answer = wrong;
      const { session, client } = sessionWith();

      const failure = await failureOf(client.get('/'));
      answer = { access_token: 'TOKEN' };
      const next = await client.get('/');

      session.close();
      expect(failure.code).toBe('target.body');
      expect(failure.message).toMatch(message);
      expect(failure.message).not.toContain('token-number');
      expect(failure.stack).toContain('access-token.test.ts');
      expect(next.json().authorization).toBe('Bearer token-number-2');
    },
  );
});
