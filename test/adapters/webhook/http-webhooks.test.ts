import { httpWebhooks } from '../../../lib/adapters/webhook/http-webhooks.ts';
import { type Handler, startServer, type TestServer } from '../../support/http-server.ts';

const BODY = { text: 'ALARM: checkout', attachments: [] };
const SECRET = '/services/T000/B000/s3cret';

let server: TestServer;
let answers: Handler[];
let received: {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: string;
  readonly authorization: string | undefined;
}[];

beforeEach(async () => {
  answers = [];
  received = [];
  server = await startServer((request, response, body) => {
    const { authorization } = request.headers;
    received.push({ method: request.method, path: request.url, body, authorization });
    const answer = answers.shift() ?? status(200);
    answer(request, response, body);
  });
});

afterEach(async () => {
  await server.close();
});

function status(code: number, headers: Readonly<Record<string, string>> = {}): Handler {
  return (_request, response) => void response.writeHead(code, { ...headers }).end('said');
}

function silence(): void {
  // The answer never comes.
}

/** The message of the error that posting ends in, or null. */
async function posted(url = server.origin + SECRET): Promise<string | null> {
  try {
    await httpWebhooks({ timeoutMs: 1_000, pauseMs: 5 }).post({
      url,
      headers: { authorization: 'GenieKey s3cret' },
      body: BODY,
    });

    return null;
  } catch (error) {
    return error instanceof Error ? `${error.message} ${error.stack}` : 'no error';
  }
}

describe('httpWebhooks()', () => {
  it('post() sends the message as JSON with the headers, once', async () => {
    expect(await posted()).toBeNull();
    expect(received).toEqual([
      {
        method: 'POST',
        path: SECRET,
        body: JSON.stringify(BODY),
        authorization: 'GenieKey s3cret',
      },
    ]);
  });

  it('post() tries again after an error of the server, a limit, silence, and a closed connection', async () => {
    for (const trouble of [
      status(503),
      status(429, { 'retry-after': '0' }),
      silence,
      ((request) => void request.socket.destroy()) satisfies Handler,
    ]) {
      received.length = 0;
      answers = [trouble];

      expect(await posted()).toBeNull();
      expect(received).toHaveLength(2);
    }
  });

  it('post() stops after two tries, and at once when a retry cannot help', async () => {
    answers = [status(500), status(500)];
    expect(await posted()).toContain('answered 500 (tried 2 of 2 times)');
    received.length = 0;
    answers = [status(404)];

    expect(await posted()).toContain('answered 404 (tried 1 of 2 times)');
    expect(received).toHaveLength(1);
  });

  it('post() follows no redirect', async () => {
    answers = [status(302, { location: '/elsewhere' })];

    expect(await posted()).toContain('answered 302');
    expect(received.map(({ path }) => path)).toEqual([SECRET]);
  });

  it('post() shows neither path nor headers in an error', async () => {
    answers = [silence, silence];
    const late = await posted();
    const port = server.port;
    await server.close();
    const closed = await posted(`http://127.0.0.1:${port}${SECRET}`);
    const noUrl = await posted(`not a url ${SECRET}`);
    server = await startServer(status(200));

    expect(late).toContain(`127.0.0.1:${port} did not answer within 1 s`);
    expect(closed).toContain('cannot be reached: ECONNREFUSED');
    expect(noUrl).toContain('an invalid address cannot be reached');
    expect(`${late}${closed}${noUrl}`).not.toContain('s3cret');
  });
});
