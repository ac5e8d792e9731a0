import { writeFile } from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import { alarmEndEvent, alarmEvent } from '../../support/alarm-messages.ts';
import { makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';
import { type NotifierWorld, notifierWorld } from '../../support/notifier-world.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';
import { tlsServers } from '../../support/tls-servers.ts';

interface Received {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

let world: NotifierWorld;
let server: TestServer;
let received: Received[];

beforeEach(async () => {
  received = [];
  world = await notifierWorld();
  server = await startServer((request, response, body) => {
    const { url = '', headers } = request;
    received.push({
      path: url,
      authorization: headers.authorization,
      body: JSON.parse(body),
    });
    response.writeHead(url.startsWith('/bad') ? 403 : 202).end();
  });
});

afterEach(async () => {
  await server.close();
  await world.close();
});

test('handler() mails a change, and sends it to every kind of webhook', async () => {
  const answer = await world.invoke(alarmEvent(), [
    { kind: 'slack', value: `${server.origin}/slack` },
    { kind: 'teams', value: `${server.origin}/teams` },
    { kind: 'pagerduty', value: `${server.origin}/pagerduty R0UT1NG` },
    { kind: 'opsgenie', value: `${server.origin}/alerts k3y` },
    { kind: 'json', value: `${server.origin}/json` },
  ]);

  expect(answer).toEqual({ ok: true, stdout: '', stderr: '' });
  expect(world.mails).toEqual([
    {
      topic: 'arn:aws:sns:eu-west-1:123456789012:waywiser-prod-alarms',
      subject: 'ALARM: checkout-down (prod)',
      text: expect.stringContaining('Journey "checkout" fails in at least 2 of 2 regions'),
    },
  ]);
  const byPath = new Map(received.map((each) => [each.path, each]));
  expect([...byPath.keys()].toSorted()).toEqual([
    '/alerts',
    '/json',
    '/pagerduty',
    '/slack',
    '/teams',
  ]);
  expect(byPath.get('/slack')?.body).toMatchObject({ text: 'ALARM: checkout-down (prod)' });
  expect(byPath.get('/teams')?.body).toMatchObject({ type: 'message' });
  expect(byPath.get('/pagerduty')?.body).toMatchObject({
    routing_key: 'R0UT1NG',
    event_action: 'trigger',
    dedup_key: 'waywiser-prod-checkout-down',
  });
  expect(byPath.get('/alerts')).toMatchObject({
    authorization: 'GenieKey k3y',
    body: { alias: 'waywiser-prod-checkout-down' },
  });
  expect(byPath.get('/json')?.body).toMatchObject({ state: 'ALARM', journey: 'checkout' });
});

test('handler() resolves and closes at the end of an alarm', async () => {
  await world.invoke(alarmEndEvent(), [
    { kind: 'pagerduty', value: `${server.origin}/pagerduty R0UT1NG` },
    { kind: 'opsgenie', value: `${server.origin}/alerts k3y` },
  ]);

  expect(world.mails[0]?.subject).toBe('OK: checkout-down (prod)');
  expect(received.map(({ path: where }) => where).toSorted()).toEqual([
    '/alerts/waywiser-prod-checkout-down/close?identifierType=alias',
    '/pagerduty',
  ]);
  expect(received.find(({ path: where }) => where === '/pagerduty')?.body).toMatchObject({
    event_action: 'resolve',
  });
});

test('handler() sends nothing for an alarm that was never on', async () => {
  const event = alarmEvent({
    state: { value: 'OK' },
    previousState: { value: 'INSUFFICIENT_DATA' },
  });

  const answer = await world.invoke(event, [{ kind: 'slack', value: `${server.origin}/slack` }]);

  expect(answer.ok).toBe(true);
  expect([world.mails, received]).toEqual([[], []]);
});

test('handler() closes the incident of an alarm that was on before its warm-up, and notifies no one', async () => {
  const event = alarmEvent({
    state: { value: 'OK' },
    previousState: { value: 'INSUFFICIENT_DATA' },
  });

  const answer = await world.invoke(event, [
    { kind: 'slack', value: `${server.origin}/slack` },
    { kind: 'pagerduty', value: `${server.origin}/pagerduty R0UT1NG` },
  ]);

  expect([answer.ok, world.mails]).toEqual([true, []]);
  expect(received.map(({ path: where }) => where)).toEqual(['/pagerduty']);
  expect(received[0]?.body).toMatchObject({ event_action: 'resolve' });
});

test('handler() notifies the others when one webhook refuses, fails, and shows no address', async () => {
  const answer = await world.invoke(alarmEvent(), [
    { kind: 'slack', value: `${server.origin}/good/s3cret` },
    { kind: 'json', value: `${server.origin}/bad/s3cret` },
    { kind: 'teams', value: 's3cret' },
    { kind: 'opsgenie', value: `${server.origin}/bad/s3cret s3cret` },
  ]);

  expect(answer.ok).toBe(false);
  expect(world.mails).toHaveLength(1);
  expect(received.map(({ path: where }) => where)).toContain('/good/s3cret');
  expect(answer.stdout).toMatch(
    /"Cannot notify notify\.webhooks\[1\] \(json\): 127\.0\.0\.1:\d+ answered 403 \(tried 1 of 2 times\)"/,
  );
  expect(answer.stdout).toContain(
    'Cannot notify notify.webhooks[2] (teams): its secret is no address',
  );
  expect(answer.stdout + answer.stderr).not.toContain('s3cret');
});

test('handler() sends to webhooks when the topic refuses, and fails', async () => {
  world.topicStatus = 403;

  const answer = await world.invoke(alarmEvent(), [
    { kind: 'slack', value: `${server.origin}/slack` },
  ]);

  expect(answer.ok).toBe(false);
  expect(answer.stdout).toContain(
    'Cannot publish to the topic arn:aws:sns:eu-west-1:123456789012:waywiser-prod-alarms',
  );
  expect(received).toHaveLength(1);
});

test('handler() fails for an event that is no change of an alarm', async () => {
  const answer = await world.invoke({ Records: [] }, []);

  expect(answer.ok).toBe(false);
  expect(answer.stderr).toContain('Cannot notify: the event is no change of an alarm');
});

test('handler() notifies by HTTPS, and trusts only known authorities', async () => {
  const dir = await temporaryDir();
  const tls = tlsServers();
  const authority = await makeAuthority();
  const paths: (string | undefined)[] = [];
  const secure = https.createServer(await makeLeaf(authority), (request, response) => {
    paths.push(request.url);
    response.end();
  });
  const [, port] = (await tls.listen(secure)).split(':');
  const authorities = path.join(dir.path, 'ca.pem');
  await writeFile(authorities, authority.cert);
  const webhooks = [{ kind: 'slack', value: `https://localhost:${port}/s3cret` }] as const;

  const unknown = await world.invoke(alarmEvent(), webhooks);
  const known = await world.invoke(alarmEvent(), webhooks, { NODE_EXTRA_CA_CERTS: authorities });

  expect(unknown.stdout).toContain(`localhost:${port} cannot be reached: UNABLE_TO_VERIFY_LEAF`);
  expect(known).toEqual({ ok: true, stdout: '', stderr: '' });
  expect(paths).toEqual(['/s3cret']);
  await tls.close();
  await dir.remove();
});
