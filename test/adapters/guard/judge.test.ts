import net from 'node:net';
import path from 'node:path';
import { addressBytes } from '../../../lib/adapters/guard/address-bytes.ts';
import { type Judge, openJudge } from '../../../lib/adapters/guard/judge.ts';
import type { NameAddresses } from '../../../lib/adapters/guard/name-addresses.ts';
import type { ReachRules } from '../../../lib/adapters/net/address-guard.ts';
import type { RefusedConnection } from '../../../lib/core/record/run-record.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const RULES: ReachRules = {
  baseUrl: null,
  allowPrivate: false,
  allowPrivateTargets: [],
  allowHosts: null,
};
/** What a resolver and a hosts file of this machine would say. */
const ANSWERS: readonly (readonly [string, string])[] = [
  ['shop.corp.test', '10.0.0.5'],
  ['rebound.test', '127.0.0.1'],
];
const HOSTS = [['named.test', '127.0.0.1']];
const names: NameAddresses = {
  isAnswerFor: async (name, address) => includes(ANSWERS, name, address),
  isNamedBelow: async (suffix, address) =>
    ANSWERS.some(([name, at]) => name.endsWith(suffix) && at === address),
  isInHostsFile: async (name, address) => includes(HOSTS, name, address),
};

function includes(list: readonly (readonly string[])[], name: string, address: string): boolean {
  return list.some(([each, at]) => each === name && at === address);
}

let dir: Awaited<ReturnType<typeof temporaryDir>>;
let socketPath = '';
let judge: Judge;
let seen: RefusedConnection[] = [];

beforeEach(async () => {
  dir = await temporaryDir();
  socketPath = path.join(dir.path, 'guard.sock');
  seen = [];
  judge = openJudge({ socketPath, names, onRefused: (refused) => seen.push(refused) });
});

afterEach(async () => {
  judge.close();
  await dir.remove();
});

interface Asked {
  readonly kind?: string;
  readonly role?: string;
  readonly protocol?: number;
  readonly port?: number;
  readonly wasPublic?: boolean;
  readonly credentials?: string;
}

/** A message as the library sends it. */
function message(address: string, asked: Asked = {}): Buffer {
  const { kind = '?', role = 'b', protocol = 6, port = 443, wasPublic = false } = asked;
  const bytes = Buffer.alloc(36);
  bytes.write(`WWG1${kind}${role}`, 'latin1');
  bytes[6] = protocol;
  bytes.write(asked.credentials ?? '\0', 7, 'latin1');
  bytes[8] = wasPublic ? 1 : 0;
  bytes.writeUInt16LE(port, 10);
  bytes.writeInt32LE(7, 12);
  bytes.writeInt32LE(6, 16);
  addressBytes(address).copy(bytes, 20);

  return bytes;
}

/** Sends bytes and returns all that comes back before the judge hangs up. */
async function send(...parts: readonly Buffer[]): Promise<string> {
  const socket = net.connect(socketPath);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  // The judge hangs up before it has read all of what is too long.
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => {
    socket.once('close', resolve);
  });

  return answer;
}

/** The answer for an address under these rules. */
async function answerFor(
  address: string,
  rules: Partial<ReachRules>,
  asked?: Asked,
): Promise<string> {
  judge.bind({ ...RULES, ...rules });

  return send(message(address, asked));
}

describe('openJudge()', () => {
  it('allows loopback only, and only once, before there is a journey', async () => {
    expect(await send(message('127.0.0.1'))).toBe('a');
    expect(await send(message('10.0.0.1'))).toBe('D');
  });

  it.each([
    ['10.0.0.1', {}, 'D'],
    ['127.0.0.1', {}, 'D'],
    ['fd00::1', {}, 'D'],
    ['10.0.0.1', { allowPrivate: true }, 'A'],
    ['10.0.0.1', { allowPrivateTargets: ['10.0.0.0/24'] }, 'A'],
    ['10.0.1.1', { allowPrivateTargets: ['10.0.0.0/24'] }, 'D'],
    ['10.0.0.1', { allowPrivateTargets: ['10.0.0.1'] }, 'A'],
    ['fd00::1', { allowPrivateTargets: ['fd00:0::1'] }, 'A'],
    ['10.0.0.5', { allowPrivateTargets: ['shop.corp.test'] }, 'A'],
    ['10.0.0.6', { allowPrivateTargets: ['shop.corp.test'] }, 'D'],
    ['10.0.0.5', { allowPrivateTargets: ['*.corp.test'] }, 'A'],
    ['10.0.0.5', { allowPrivateTargets: ['*.other.test'] }, 'D'],
    ['127.0.0.1', { allowPrivateTargets: ['rebound.test'] }, 'D'],
    ['127.0.0.1', { allowPrivateTargets: ['named.test'] }, 'A'],
    ['127.0.0.1', { allowPrivateTargets: ['localhost'] }, 'A'],
    ['127.0.0.2', { allowPrivateTargets: ['localhost'] }, 'D'],
  ])('decides about %s with %j', async (address, rules, answer) => {
    expect(await answerFor(address, rules)).toBe(answer);
  });

  it.each([
    ['http://127.0.0.1:8080/', '127.0.0.1', 8080, 'A'],
    ['http://127.0.0.1:8080/', '127.0.0.1', 8081, 'D'],
    ['http://127.0.0.1:8080/', '127.0.0.2', 8080, 'D'],
    ['http://[::1]:8080/', '::1', 8080, 'A'],
    ['http://localhost:8080', '::1', 8080, 'A'],
    ['http://shop.localhost:8080', '127.0.0.1', 8080, 'A'],
    ['http://localhost', '127.0.0.1', 80, 'A'],
    ['https://localhost', '127.0.0.1', 443, 'A'],
    ['https://shop.corp.test', '10.0.0.5', 443, 'A'],
    ['https://shop.corp.test', '10.0.0.5', 80, 'D'],
    ['https://shop.corp.test', '10.0.0.6', 443, 'D'],
    ['https://rebound.test', '127.0.0.1', 443, 'D'],
    ['https://named.test', '127.0.0.1', 443, 'A'],
  ])('decides with the base URL %s about %s port %i', async (...row) => {
    const [baseUrl, address, port, answer] = row;

    expect(await answerFor(address, { baseUrl }, { port })).toBe(answer);
  });

  it('refuses a private address of a base URL that a page was loaded from in public', async () => {
    const rules = { baseUrl: 'https://shop.corp.test' };

    expect(await answerFor('10.0.0.5', rules, { wasPublic: true })).toBe('D');
    expect(await answerFor('10.0.0.5', rules, { wasPublic: true, role: 'w' })).toBe('A');
  });

  it('knows a private base URL by its first connection', async () => {
    const rules = { baseUrl: 'https://shop.corp.test' };

    expect(await answerFor('10.0.0.5', rules)).toBe('A');
    expect(await answerFor('10.0.0.5', rules, { wasPublic: true })).toBe('A');
  });

  it.each([
    ['its own browser', { address: '127.0.0.1', port: 21_000 }, 'A'],
    ['its own worker', { address: '127.0.0.1', port: 21_000, role: 'w' }, 'D'],
    ['its own browser, by UDP', { address: '127.0.0.1', port: 21_000, protocol: 17 }, 'D'],
    ['its own browser, at another port', { address: '127.0.0.1', port: 21_001 }, 'D'],
    ['its own browser, elsewhere', { address: '10.0.0.1', port: 21_000 }, 'D'],
  ])('decides about the port of a forwarder for %s', async (_, { address, ...asked }, answer) => {
    judge.bind(RULES, 21_000);

    expect(await send(message(address, asked))).toBe(answer);
  });

  it.each(['127.0.0.1', '127.9.9.9', '::1', '0.0.0.0', '::ffff:127.0.0.1'])(
    "refuses another journey's forwarder at %s, whatever it may reach, until it ends",
    async (address) => {
      const other = openJudge({ socketPath: path.join(dir.path, 'other.sock'), names });
      other.bind(RULES, 21_000);
      judge.bind({ ...RULES, allowPrivate: true });

      const during = await send(message(address, { port: 21_000 }));
      other.close();
      const after = await send(message(address, { port: 21_000 }));

      expect([during, after]).toEqual(['D', 'a']);
    },
  );

  it.each([
    ['127.0.0.1', 19_999, 'A'],
    ['127.0.0.1', 20_000, 'a'],
    ['::1', 31_999, 'a'],
    ['127.0.0.1', 32_000, 'A'],
    ['10.0.0.1', 20_000, 'A'],
  ])(
    'lets %s:%i be remembered, unless a forwarder may listen there: %s',
    async (address, port, answer) => {
      judge.bind({ ...RULES, allowPrivate: true });

      expect(await send(message(address, { port }))).toBe(answer);
    },
  );

  it('counts refusals by address, port, protocol, side and setting', async () => {
    judge.startAttempt();

    for (const asked of [{}, {}, { role: 'w' }, { protocol: 17 }, { kind: '!' }]) {
      await answerFor('10.0.0.1', {}, asked);
    }

    expect(seen).toHaveLength(5);
    expect(judge.refusals().refused).toMatchObject([
      { by: 'browser', protocol: 'tcp', setting: 'allowPrivate', count: 2 },
      { by: 'journey', protocol: 'tcp', setting: 'allowPrivate', count: 1 },
      { by: 'browser', protocol: 'udp', setting: 'allowPrivate', count: 1 },
      { by: 'browser', protocol: 'tcp', setting: 'none', count: 1 },
    ]);
  });

  it('keeps 50 refused addresses and counts the rest', async () => {
    judge.bind(RULES);

    for (let last = 0; last < 60; last += 1) await send(message(`10.0.0.${last}`));

    const { refused, omitted } = judge.refusals();
    expect([refused.length, omitted]).toStrictEqual([50, 10]);
  });

  it('forgets the refusals of an earlier attempt', async () => {
    await answerFor('10.0.0.1', {});

    judge.startAttempt();

    expect(judge.refusals()).toStrictEqual({ refused: [], omitted: 0 });
  });

  it('believes the first hello of a worker, and notes a browser', async () => {
    expect(await send(message('::', { kind: 'H', role: 'w', credentials: 'h' }))).toBe('');
    await send(message('::', { kind: 'H', role: 'w', credentials: 'r' }));

    expect(judge.worker()).toMatchObject({ pid: 7, parentPid: 6, credentials: 'hidden' });
    expect(judge.hasBrowser()).toBe(false);
    await send(message('::', { kind: 'H' }));
    expect(judge.hasBrowser()).toBe(true);
  });

  it('hangs up on garbage, and answers the next question', async () => {
    const garbage = [
      Buffer.alloc(36),
      Buffer.alloc(100_000, 'x'),
      message('::', { kind: 'X' }),
      message('::', { role: 'x' }),
      message('::', { protocol: 1 }),
      Buffer.concat([message('10.0.0.1'), Buffer.alloc(1)]),
    ];

    expect(await Promise.all(garbage.map(async (bytes) => send(bytes)))).toStrictEqual(
      garbage.map(() => ''),
    );
    expect(await answerFor('10.0.0.1', {})).toBe('D');
  });

  it('reads a message that arrives in parts', async () => {
    const whole = message('127.0.0.1');

    expect(await send(whole.subarray(0, 10), whole.subarray(10))).toBe('a');
  });
});
