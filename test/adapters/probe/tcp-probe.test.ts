import type net from 'node:net';
import { failureOf, testFrame, testSession } from '../../support/http-frame.ts';
import { namesBy } from '../../support/name-resolution.ts';
import {
  failedProbe,
  passedProbe,
  phaseError,
  type SocketServer,
  socketServer,
} from '../../support/probe-parts.ts';

const servers: SocketServer[] = [];

/** Resolves every name but one. */
const UNKNOWN_NAME = namesBy(async (name) => {
  if (name !== 'no.such.invalid') return [{ address: '192.0.2.1', family: 4 }];
  throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
});

afterAll(async () => {
  for (const server of servers) await server.close();
});

async function serving(onSocket: (socket: net.Socket) => void): Promise<SocketServer> {
  const server = await socketServer((socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  servers.push(server);

  return server;
}

describe('probe.tcp()', () => {
  it('passes when the port accepts, and is a request of the run', async () => {
    const { target } = await serving(() => undefined);

    const { received, timings } = await passedProbe((probe) => probe.tcp(target));

    expect(received).toBe('');
    expect(timings).toMatchObject({
      method: 'TCP',
      url: `tcp://${target}`,
      resourceType: 'tcp',
      status: null,
      connection: 'new',
      remoteAddress: '127.0.0.1',
      protocol: null,
      tls: null,
      error: null,
      phases: { dnsMs: null, tlsMs: null, sendMs: null, waitMs: null, receiveMs: null },
    });
    expect(timings.phases.tcpMs).toBeGreaterThan(0);
    expect(phaseError(timings)).toBe(0);
  });

  it('sends, and waits for what is expected, in however many parts it comes', async () => {
    const { port } = await serving((socket) => {
      socket.once('data', (bytes) => {
        socket.write(`2`);
        setImmediate(() => socket.write(`50 ${bytes.toString().trim()} grüßt`));
      });
    });

    const { received, timings } = await passedProbe((probe) =>
      probe.tcp(`localhost:${port}`, { send: 'EHLO a\r\n', expect: '250 EHLO a grüßt' }),
    );

    expect(received).toBe('250 EHLO a grüßt');
    expect(timings).toMatchObject({ sizeBytes: 18, error: null });
    for (const phase of ['dnsMs', 'tcpMs', 'sendMs', 'waitMs', 'receiveMs'] as const) {
      expect([phase, timings.phases[phase]]).not.toContain(null);
    }
    expect(phaseError(timings)).toBe(0);
  });

  it('says that a port refuses', async () => {
    const { target, port, close } = await serving(() => undefined);
    await close();

    const { cause, message, record } = await failedProbe((probe) => probe.tcp(target));

    expect(cause).toBe('target.connect');
    expect(message).toBe(`TCP tcp://${target}: connection refused by 127.0.0.1:${port}`);
    expect(record).toMatchObject({
      connection: 'none',
      error: `connection refused by 127.0.0.1:${port}`,
    });
    expect(phaseError(record)).toBe(0);
  });

  it('says that a name does not exist', async () => {
    const { cause, message } = await failedProbe((probe) => probe.tcp('no.such.invalid:25'), {
      names: UNKNOWN_NAME,
    });

    expect(cause).toBe('target.dns');
    expect(message).toContain('the name "no.such.invalid" does not exist (ENOTFOUND)');
  });

  it('connects to no private address that is not allowed', async () => {
    const { target } = await serving(() => undefined);

    const { cause, message, record } = await failedProbe((probe) => probe.tcp(target), {
      allowPrivate: false,
    });

    expect(cause).toBe('security.blocked');
    expect(message).toContain('127.0.0.1 is a loopback address');
    expect(record.connection).toBe('none');
  });

  it('connects to no host that strict mode does not list', async () => {
    const { cause, message } = await failedProbe((probe) => probe.tcp('mail.example:25'), {
      allowHosts: ['shop.example'],
    });

    expect(cause).toBe('security.blocked');
    expect(message).toContain("mail.example is not among the journey's allowHosts (shop.example)");
  });

  it('says that nothing came in time', async () => {
    const { target } = await serving(() => undefined);

    const { cause, message, record } = await failedProbe((probe) =>
      probe.tcp(target, { expect: '220', timeout: '150ms' }),
    );

    expect(cause).toBe('target.timeout');
    expect(message).toBe(`TCP tcp://${target}: timed out after 150 ms, waiting for the answer`);
    expect(record.phases.waitMs).toBeGreaterThan(100);
    expect(phaseError(record)).toBe(0);
  });

  it("says that the run's own time was over", async () => {
    const { target } = await serving(() => undefined);
    const session = testSession({}, testFrame(200));

    const failure = await failureOf(session.probe.tcp(target, { expect: '220' }));

    session.close();
    expect(failure.code).toBe('target.timeout');
    expect(failure.message).toContain("(the rest of the journey's time-out)");
  });

  it('says that the server closed without a word', async () => {
    const { target } = await serving((socket) => socket.end());

    const { cause, message } = await failedProbe((probe) => probe.tcp(target, { expect: '220' }));

    expect(cause).toBe('target.protocol');
    expect(message).toBe(
      `TCP tcp://${target}: expected "220", and the server sent nothing: the server closed the connection`,
    );
  });

  it('says that the server reset the connection', async () => {
    const { target } = await serving((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });

    const { cause, message } = await failedProbe((probe) =>
      probe.tcp(target, { send: 'hello', expect: '220' }),
    );

    expect(cause).toBe('target.protocol');
    expect(message).toBe(`TCP tcp://${target}: the server reset the connection (ECONNRESET)`);
  });

  it('says what came in place of what was expected', async () => {
    const { target } = await serving((socket) => socket.end('554 no service\r\n'));

    const { cause, message, record } = await failedProbe((probe) =>
      probe.tcp(target, { expect: '220 ' }),
    );

    expect(cause).toBe('target.assertion');
    expect(message).toBe(
      String.raw`TCP tcp://${target}: expected "220 ", and the server sent "554 no service\r\n" (16 bytes): the server closed the connection`,
    );
    expect(record.sizeBytes).toBe(16);
  });

  it('gives up on an endless answer', async () => {
    const { target } = await serving((socket) => {
      socket.on('drain', () => socket.write('x'.repeat(32_768)));
      socket.write('x'.repeat(100_000));
    });

    const { cause, message } = await failedProbe((probe) => probe.tcp(target, { expect: '220' }));

    expect(cause).toBe('target.assertion');
    expect(message).toContain('that is too much to search');
  });

  it.each([
    [
      'mail.example',
      {},
      'it is no target; expected a host with its port, such as "shop.example:443"',
    ],
    ['tcp://mail.example:25', {}, 'it is no target'],
    ['mail.example:0', {}, 'it is no target'],
    ['mail.example:70000', {}, 'it is no target'],
    ['mail.example:25', { expect: '' }, 'its expect is empty; expected a text'],
    ['mail.example:25', { timeout: '3s3' }, 'its timeout is "3s3"'],
  ])('refuses %s with %j', async (target, options, problem) => {
    const session = testSession();

    const failure = await failureOf(session.probe.tcp(target, options));

    session.close();
    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toContain(`Cannot probe TCP "${target}": ${problem}`);
    expect(session.requests()).toEqual([]);
  });

  it('leads to the line of its call', async () => {
    const session = testSession();

    const failure = await failureOf(session.probe.tcp('nowhere'));

    session.close();
    expect(failure.stack?.split('\n')[1]).toContain('tcp-probe.test.ts');
  });
});
