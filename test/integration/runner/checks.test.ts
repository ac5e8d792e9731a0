import tls from 'node:tls';
import dnsPacket from 'dns-packet';
import { DAY_MS } from '../../../lib/core/base/time.ts';
import { type AttemptedBodies, attemptedBodies } from '../../support/attempted-bodies.ts';
import { type AttemptedChecks, attemptedChecks } from '../../support/attempted-checks.ts';
import { makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { closer, listen } from '../../support/listening.ts';
import { type SocketServer, socketServer } from '../../support/probe-parts.ts';
import { dnsAnswer, wireDns } from '../../support/wire-dns.ts';

let server: SocketServer;
let checks: AttemptedChecks;
let bodies: AttemptedBodies;

beforeAll(async () => {
  server = await socketServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('220 ready\r\n');
  });
  checks = attemptedChecks();
  bodies = attemptedBodies('api', () => null, { allowPrivate: true });
});

afterAll(async () => {
  await checks.dispose();
  await bodies.dispose();
  await server.close();
});

/** The target of a probe, as JavaScript. */
function target(): string {
  return `'127.0.0.1:${server.port}'`;
}

/** `tcpCheck` of the server, with further options. */
function tcp(more = ''): string {
  return `tcpCheck('a', { schedule: every('5m'), host: '127.0.0.1', port: ${server.port}, ${more} })`;
}

test('a check runs as a journey: one request, one thing checked', async () => {
  const result = await checks.run(tcp("expect: '220 '"));

  expect(result).toMatchObject({ outcome: 'passed', cause: null, checks: 1, steps: [] });
  expect(result.requests).toMatchObject([
    { method: 'TCP', url: `tcp://127.0.0.1:${server.port}`, sizeBytes: 11, error: null },
  ]);
});

test('a check fails with the cause of its probe, in the file of the journey', async () => {
  const result = await checks.run(tcp("expect: '250 '"));

  expect(result).toMatchObject({ outcome: 'failed', cause: 'target.assertion', checks: 1 });
  expect(result.error).toMatchObject({
    message: String.raw`TCP tcp://127.0.0.1:${server.port}: expected "250 ", and the server sent "220 ready\r\n" (11 bytes): the server closed the connection`,
    line: null,
  });
});

test('the guard refuses a check what it refuses a journey', async () => {
  const result = await checks.run(tcp(), { allowPrivate: false });

  expect(result).toMatchObject({ outcome: 'failed', cause: 'security.blocked' });
});

test.each(["weekly('SUN', '02:00')", "monthly(1, '02:00')"])(
  '%s is there when a journey is evaluated',
  async (schedule) => {
    const result = await checks.run(tcp().replace("every('5m')", `waywiser.${schedule}`));

    expect(result).toMatchObject({ outcome: 'passed' });
  },
);

test('tlsCheck() writes its warning into the log of the run', async () => {
  const authority = await makeAuthority();
  const leaf = await makeLeaf(authority, { notAfter: new Date(Date.now() + 10.5 * DAY_MS) });
  const secure = tls.createServer(leaf);
  const close = closer(secure);
  const port = await listen(secure);

  const result = await checks.run(
    `tlsCheck('a', { schedule: every('1h'), host: '127.0.0.1', port: ${port} })`,
    { access: { ca: 'authority' }, secrets: ['authority'] },
    { authority: authority.cert },
  );

  await close();
  expect(result).toMatchObject({ outcome: 'passed', checks: 1 });
  expect(result.log).toMatchObject([
    {
      level: 'warning',
      source: 'waywiser',
      text: expect.stringContaining(
        'the certificate of 127.0.0.1 (CN=localhost, issued by CN=Waywiser Test CA) expires in 10 days, on ',
      ),
    },
  ]);
});

test('dnsCheck() asks by UDP and TCP from a contained worker, where that is allowed', async () => {
  const names = await wireDns((asked) => [
    dnsAnswer(asked, {
      answers: [{ type: 'A', name: 'shop.example', ttl: 1, data: '192.0.2.1' }],
      flags: asked.by === 'udp' ? dnsPacket.TRUNCATED_RESPONSE : 0,
    }),
  ]);
  const check = `dnsCheck('a', { schedule: every('5m'), host: 'shop.example', resolver: '${names.resolver}', expect: ['192.0.2.1'] })`;

  const allowed = await checks.run(check);
  const refused = await checks.run(check, { allowPrivate: false });

  await names.close();
  expect(allowed).toMatchObject({ outcome: 'passed', checks: 1, requests: [{ protocol: 'tcp' }] });
  expect(refused).toMatchObject({ outcome: 'failed', cause: 'security.blocked' });
});

describe('probe.tcp() in a journey', () => {
  test('counts as something checked, and belongs to its step', async () => {
    const result = await bodies.run(
      `await step('mail', async () => { const { received } = await probe.tcp(${target()}, { expect: '220' }); expect(received).toContain('ready'); });`,
    );

    expect(result).toMatchObject({ outcome: 'passed', checks: 2 });
    expect(result.requests).toMatchObject([{ method: 'TCP', step: 'mail' }]);
  });

  test('that is not awaited is a mistake', async () => {
    const result = await bodies.run(
      `probe.tcp(${target()}, { expect: '250' }); expect(1).toBe(1);`,
    );

    expect(result).toMatchObject({ outcome: 'failed', cause: 'journey.exception' });
    expect(result.error?.message).toMatch(/^probe\.tcp was begun at .* and never awaited/);
  });
});
