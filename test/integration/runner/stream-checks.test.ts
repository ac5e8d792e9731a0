import type http2 from 'node:http2';
import { type AttemptedChecks, attemptedChecks } from '../../support/attempted-checks.ts';
import { serverPool } from '../../support/failed-calls.ts';
import { healthMessage, healthServer, refuse, respond } from '../../support/health-server.ts';
import { startServer } from '../../support/http-server.ts';
import { webSocketServer } from '../../support/websocket-server.ts';

const TOKEN = 'sextant-at-noon';
const pool = serverPool();
let checks: AttemptedChecks;

beforeAll(() => {
  checks = attemptedChecks();
});
afterAll(async () => {
  await checks.dispose();
  await pool.close();
});

/** A check of a service of the server on a port. */
function grpc(port: number): string {
  return `grpcCheck('a', { schedule: every('5m'), host: '127.0.0.1', port: ${port}, tls: false, service: 'shop.v1.Orders' })`;
}

const HAS_TOKEN = "secretHeaders: { authorization: 'shop/token' }";
const SECRETS = { plan: { secrets: ['shop/token'] }, values: { 'shop/token': TOKEN } };

test('wsCheck() runs as a journey: two requests, one thing checked', async () => {
  const { url } = await pool.serving(
    webSocketServer((socket) => socket.on('message', () => socket.send('pong'))),
  );

  const result = await checks.run(
    `wsCheck('a', { schedule: every('5m'), url: '${url}', send: 'ping', expect: 'pong' })`,
  );

  expect(result).toMatchObject({ outcome: 'passed', cause: null, checks: 1 });
  expect(result.requests).toMatchObject([
    { method: 'WS', url, status: 101, error: null },
    { method: 'WS', url, status: null, connection: 'reused', error: null },
  ]);
});

test('sseCheck() sends a secret, and the record does not have it', async () => {
  const { origin } = await pool.serving(
    startServer(({ headers }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: hello\ndata: ${headers.authorization}\n\n`);
    }),
  );
  function check(expected: string): string {
    return `sseCheck('a', { schedule: every('5m'), url: '${origin}/', event: 'hello', expect: '${expected}', ${HAS_TOKEN} })`;
  }

  const passed = await checks.run(check(TOKEN), SECRETS.plan, SECRETS.values);
  const failed = await checks.run(check('?'), SECRETS.plan, SECRETS.values);

  expect(passed).toMatchObject({ outcome: 'passed', checks: 1 });
  expect(failed).toMatchObject({ outcome: 'failed', cause: 'target.assertion' });
  expect(failed.error?.message).toContain('the event "hello" has the data "[secret]"');
  expect(JSON.stringify([passed, failed])).not.toContain(TOKEN);
});

test('grpcCheck() fails with the status of the call, and passes when the service serves', async () => {
  const healthy = await pool.serving(
    healthServer((stream: http2.ServerHttp2Stream) => respond(stream, healthMessage(0x08, 1))),
  );
  const unknown = await pool.serving(healthServer((stream) => refuse(stream, '5', 'unknown')));

  const passed = await checks.run(grpc(healthy.port));
  const failed = await checks.run(grpc(unknown.port));

  expect(passed).toMatchObject({ outcome: 'passed', checks: 1 });
  expect(passed.requests).toMatchObject([{ method: 'GRPC', status: 200, protocol: 'h2' }]);
  expect(failed).toMatchObject({ outcome: 'failed', cause: 'target.status' });
  expect(failed.error?.message).toBe(
    `GRPC grpc://127.0.0.1:${unknown.port}/shop.v1.Orders: answered gRPC status 5 (NOT_FOUND): "unknown" (the server does not know this service; check the option service)`,
  );
});

test('the guard refuses a check what it refuses a journey', async () => {
  for (const check of [
    "wsCheck('a', { schedule: every('5m'), url: 'ws://127.0.0.1:9/' })",
    "sseCheck('a', { schedule: every('5m'), url: 'http://127.0.0.1:9/' })",
    "grpcCheck('a', { schedule: every('5m'), host: '127.0.0.1', port: 9, tls: false })",
  ]) {
    expect(await checks.run(check, { allowPrivate: false })).toMatchObject({
      outcome: 'failed',
      cause: 'security.blocked',
    });
  }
});
