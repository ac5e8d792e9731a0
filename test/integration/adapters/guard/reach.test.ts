import net from 'node:net';
import { runGuarded } from '../../../support/guarded-process.ts';
import { closer, listen } from '../../../support/listening.ts';

/** Servers that count: nothing may arrive where it is refused. */
let target: Counted;
let other: Counted;

interface Counted {
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

async function counted(): Promise<Counted> {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.end('hello');
  });
  const close = closer(server);
  const port = await listen(server, '0.0.0.0');

  return { port, close, connections: () => connections };
}

beforeEach(async () => {
  [target, other] = [await counted(), await counted()];
});

afterEach(async () => {
  await Promise.all([target.close(), other.close()]);
});

describe('the guard of a worker', () => {
  it('lets a journey reach its base URL, and nothing else on loopback', async () => {
    const { reported, refusals } = await runGuarded({
      reach: { baseUrl: `http://localhost:${target.port}/shop` },
      code: `
        report(await connect(${target.port}, '127.0.0.1'));
        for (const host of ['127.0.0.1', '127.0.0.2', '0.0.0.0', '::ffff:127.0.0.1', '::1', '::'])
          report(await connect(${other.port}, host));
        report(await connect(${target.port}, '127.0.0.2'));
        report(await fetch('http://127.0.0.1:${other.port}').catch(({ cause }) => cause.code));`,
    });

    expect(reported).toStrictEqual(['connected', ...Array<string>(8).fill('EACCES')]);
    expect(target.connections()).toBe(1);
    expect(other.connections()).toBe(0);
    expect(refusals.refused).toContainEqual({
      address: '127.0.0.1',
      port: other.port,
      protocol: 'tcp',
      by: 'journey',
      setting: 'allowPrivate',
      // Of the three, one is written as an IPv6 address.
      count: 3,
      atMs: expect.any(Number),
    });
  });

  it('refuses private, link-local and reserved addresses by every protocol', async () => {
    const addresses = ['10.1.2.3', '192.168.0.1', '198.18.0.1', '240.0.0.1', '100.64.0.1'];
    const long = ['fd00::1', 'fe80::1', '64:ff9b::a01:204', '2002:a01:203::1'];

    const { reported, refusals } = await runGuarded({
      code: `
        for (const host of ${JSON.stringify([...addresses, ...long])}) {
          report(await connect(443, host));
          report(await send(53, host, host.includes(':') ? 'udp6' : 'udp4'));
        }`,
    });

    expect(new Set(reported)).toStrictEqual(new Set(['EACCES']));
    expect(refusals.refused).toHaveLength(2 * (addresses.length + long.length));
  });

  it('refuses what no setting allows, even where everything private is allowed', async () => {
    const { reported, refusals } = await runGuarded({
      reach: { allowPrivate: true },
      lambdaRuntimeApi: `127.0.0.1:${other.port}`,
      code: `
        report(await connect(${target.port}, '127.0.0.1'));
        for (const host of ['127.0.0.1', '127.9.9.9', '0.0.0.0', '::ffff:127.0.0.1', '::1'])
          report(await connect(${other.port}, host));
        for (const host of ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254', '168.63.129.16'])
          report(await connect(80, host));`,
    });

    expect(reported).toStrictEqual(['connected', ...Array<string>(9).fill('EACCES')]);
    expect(other.connections()).toBe(0);
    expect(new Set(refusals.refused.map(({ setting }) => setting))).toStrictEqual(
      new Set(['none']),
    );
    expect(refusals.refused.reduce((sum, { count }) => sum + count, 0)).toBe(9);
  });

  it('refuses the runtime API at any port of an address of its own', async () => {
    const { reported } = await runGuarded({
      reach: { allowPrivate: true },
      lambdaRuntimeApi: '169.254.100.1:9001',
      code: `for (const port of [9001, 80]) report(await connect(port, '169.254.100.1'));`,
    });

    expect(reported).toStrictEqual(['EACCES', 'EACCES']);
  });

  it('lets the platform rehearse on loopback before there is a journey', async () => {
    const { reported } = await runGuarded({
      reach: null,
      code: `report(await connect(${target.port}, '127.0.0.1')); report(await connect(80, '10.0.0.1'));`,
    });

    expect(reported).toStrictEqual(['connected', 'EACCES']);
  });

  it('refuses when the judge does not answer, and when another process takes its place', async () => {
    const { reported } = await runGuarded({
      reach: { allowPrivate: true },
      before: (judge) => judge.close(),
      code: `
        report(await connect(${target.port}, '127.0.0.1'));
        // In a thread: the guard stops the one that asks.
        const listener = "require('node:net').createServer((socket) => socket.end('A'))" +
          ".listen(process.env.FOLDER + '/guard.sock', () => require('node:worker_threads').parentPort.postMessage(0))";
        new (require('node:worker_threads').Worker)(listener, { eval: true }).once('message', async () => {
          report(await connect(${target.port}, '127.0.0.1'));
          process.exit();
        });`,
    });

    expect(reported).toStrictEqual(['EACCES', 'EACCES']);
    expect(target.connections()).toBe(0);
  });

  it('asks once for an address that is allowed', async () => {
    let asked = 0;
    const { reported } = await runGuarded({
      reach: { baseUrl: `http://service.test:${target.port}` },
      names: {
        isAnswerFor: async () => false,
        isNamedBelow: async () => false,
        isInHostsFile: async () => (asked += 1) > 0,
      },
      code: `for (let i = 0; i < 3; i += 1) report(await connect(${target.port}, '127.0.0.1'));`,
    });

    expect(reported).toStrictEqual(['connected', 'connected', 'connected']);
    expect(asked).toBe(1);
  });

  it('is out of effect without the library', async () => {
    const { reported, hello } = await runGuarded({
      env: { LD_PRELOAD: undefined },
      code: `report(await connect(${other.port}, '127.0.0.1'));`,
    });

    expect(hello).toBeNull();
    expect(reported).toStrictEqual(['connected']);
  });
});
