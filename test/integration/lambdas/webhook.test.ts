import { alarmMessage } from '../../support/alarm-messages.ts';
import { type FunctionAnswer, functionProcess } from '../../support/function-process.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';

const PATHS = ['/good/s3cret', '/bad/s3cret', '/also-good/s3cret'];

let server: TestServer;
let received: { readonly path: string; readonly text: string }[];

beforeEach(async () => {
  received = [];
  server = await startServer((request, response, body) => {
    const path = request.url ?? '';
    const { text }: { readonly text: string } = JSON.parse(body);
    received.push({ path, text });
    response.writeHead(path.startsWith('/bad') ? 403 : 200).end();
  });
});

afterEach(async () => {
  await server.close();
});

/** Calls the function with messages of the topic, for delivery to these paths of the server. */
async function delivered(
  paths: readonly string[],
  messages: readonly { readonly Subject?: string; readonly Message: string }[],
): Promise<FunctionAnswer> {
  const webhooks = paths.map((path) => server.origin + path);
  const webhook = await functionProcess('webhook', { stage: 'prod', webhooks });
  const answer = await webhook.invoke({ Records: messages.map((Sns) => ({ Sns })) });
  await webhook.remove();

  return answer;
}

test('handler() sends the alarm to every webhook, the end after the beginning', async () => {
  const messages = [alarmMessage(), alarmMessage({ NewStateValue: 'OK' })];

  const answer = await delivered(
    ['/one', '/two'],
    messages.map((Message) => ({ Subject: 'ALARM', Message })),
  );

  const texts = ['ALARM', 'OK'].map((word) => `${word}: checkout (waywiser-prod-checkout-down)`);
  expect(answer).toEqual({ ok: true, stdout: '', stderr: '' });
  for (const path of ['/one', '/two']) {
    expect(received.filter((each) => each.path === path).map(({ text }) => text)).toEqual(texts);
  }
});

test('handler() notifies the others when one webhook refuses, fails, and shows no address', async () => {
  const answer = await delivered(PATHS, [{ Message: alarmMessage() }]);

  expect(answer.ok).toBe(false);
  expect(received.map(({ path }) => path).toSorted()).toEqual(PATHS.toSorted());
  expect(answer.stdout).toMatch(
    /^\{"level":"error","text":"Cannot notify webhook 2 of notify\.webhooks: 127\.0\.0\.1:\d+ answered 403 \(tried 1 of 3 times\)"\}\n$/,
  );
  expect(answer.stdout + answer.stderr).not.toContain('s3cret');
});

test('handler() passes on a message that is no alarm', async () => {
  await delivered(['/one'], [{ Subject: 'Hello', Message: 'from the console' }]);

  expect(received).toEqual([{ path: '/one', text: 'Hello: from the console' }]);
});
