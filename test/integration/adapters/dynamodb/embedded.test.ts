import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../../../lib/adapters/dynamodb/embedded.ts';
import { runAtMinute, runRecord } from '../../../support/run-records.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const ROOT = path.join(__dirname, '../../../..');
const WRITER = path.join(ROOT, 'test-output/store-process.cjs');
const FOREVER = 1_000_000;

interface Writer {
  readonly process: ChildProcess;
  /** What it has printed: `owns` or `shares`, then the acknowledged ids. */
  readonly lines: readonly string[];
  printed(count: number): Promise<void>;
  readonly exit: Promise<unknown>;
}

let dir: string;
let cleanUps: (() => Promise<unknown>)[];

beforeAll(() => {
  buildSync({
    entryPoints: [path.join(ROOT, 'test/support/store-process.ts')],
    outfile: WRITER,
    bundle: true,
    platform: 'node',
    packages: 'external',
  });
});

beforeEach(async () => {
  const temporary = await temporaryDir();
  dir = temporary.path;
  cleanUps = [temporary.remove];
});

afterEach(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp();
});

test('openEmbeddedStore() finds stored records when it is reopened', async () => {
  const first = await open();
  await first.store.putRun(runRecord());
  await first.close();

  const second = await open();

  expect(second.shared).toBe(false);
  expect(await idsIn(second, 'checkout')).toEqual(['checkout-eu-west-1-20261122T164500Z']);
});

test('openEmbeddedStore() shares the store when another process serves it', async () => {
  const writer = startWriter('theirs', FOREVER);
  await writer.printed(2);

  const store = await open();

  expect(writer.lines[0]).toBe('owns');
  expect(store.shared).toBe(true);
  expect(await idsIn(store, 'theirs')).toContain(writer.lines[1]);
});

test('openEmbeddedStore() serves every process when several start at once', async () => {
  const writers = ['a', 'b', 'c'].map((journey) => startWriter(journey, 10));

  await Promise.all(writers.map((writer) => writer.exit));

  const store = await open();
  const found = await Promise.all(['a', 'b', 'c'].map((journey) => idsIn(store, journey)));
  expect(found.map((ids) => ids.length)).toEqual([10, 10, 10]);
});

test('openEmbeddedStore() has lost nothing acknowledged when its process was killed', async () => {
  const writer = startWriter('killed', FOREVER);
  await writer.printed(150);
  writer.process.kill('SIGKILL');
  await writer.exit;

  const store = await open();

  const kept = new Set(await idsIn(store, 'killed'));
  const acknowledged = writer.lines.slice(1);
  expect(acknowledged.length).toBeGreaterThanOrEqual(149);
  expect(acknowledged.filter((runId) => !kept.has(runId))).toEqual([]);
});

test('putRun() takes the store over when the process that serves it is killed', async () => {
  const writer = startWriter('killed', FOREVER);
  await writer.printed(20);
  const store = await open();
  await store.store.putRun(runAtMinute(1, { journey: 'mine' }));
  writer.process.kill('SIGKILL');
  await writer.exit;

  const stored = await store.store.putRun(runAtMinute(2, { journey: 'mine' }));

  expect([stored, store.shared]).toEqual([true, false]);
  expect(await idsIn(store, 'mine')).toHaveLength(2);
  expect(await idsIn(store, 'killed')).toEqual(expect.arrayContaining(writer.lines.slice(1)));
});

test('putRun() loses nothing when stores come and go while it writes', async () => {
  const writers = [startWriter('a', 600), startWriter('b', 600)];
  await Promise.all(writers.map((writer) => writer.printed(30)));
  const owner = writers.find((writer) => writer.lines[0] === 'owns');
  const sharer = writers.find((writer) => writer.lines[0] === 'shares');

  owner?.process.kill('SIGKILL');
  await sharer?.exit;

  const store = await open();
  const kept = new Set([...(await idsIn(store, 'a')), ...(await idsIn(store, 'b'))]);
  expect(sharer?.lines).toHaveLength(601);
  expect(
    writers.flatMap((writer) => writer.lines.slice(1)).filter((runId) => !kept.has(runId)),
  ).toEqual([]);
});

test('putRun() reopens the store when a write to the disk fails', async () => {
  // No file may grow beyond 75 kB (150 blocks): the database's log reaches that after some 70 runs.
  const writer = startWriter('refused', 120, 'ulimit -f 150');

  await writer.exit;

  const store = await open();
  expect(writer.lines).toHaveLength(121);
  expect(await idsIn(store, 'refused')).toHaveLength(120);
});

test.each([
  ['is no JSON', '{"endpoint":'],
  ['names a port where nothing listens', address('http://127.0.0.1:1')],
  ['names no address', '{"pid":1}'],
])('openEmbeddedStore() serves the store when store.json %s', async (_, content) => {
  await writeFile(path.join(dir, 'store.json'), content);

  const store = await open();

  expect(store.shared).toBe(false);
});

test.each([
  [200, '{}'],
  [404, '<h1>not here</h1>'],
])('openEmbeddedStore() serves the store when another program answers %d', async (status, body) => {
  const stranger = createServer((_, response) => response.writeHead(status).end(body));
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  cleanUps.push(async () => stranger.close().closeAllConnections());
  const listening = stranger.address();
  const port = typeof listening === 'object' ? listening?.port : null;
  await writeFile(path.join(dir, 'store.json'), address(`http://127.0.0.1:${port}`));

  const store = await open();

  expect(store.shared).toBe(false);
});

test('openEmbeddedStore() names the problem when it cannot open the folder', async () => {
  await writeFile(path.join(dir, 'db'), 'a file where a folder should be');

  await expect(openEmbeddedStore({ dir })).rejects.toThrow(`Cannot open the store in "${dir}"`);
});

test('close() ends and removes store.json while clients are connected', async () => {
  const store = await open();
  const { port } = new URL(store.endpoint);
  const idle = connect(Number(port), '127.0.0.1');
  await once(idle, 'connect');

  await store.close();

  await expect(stat(path.join(dir, 'store.json'))).rejects.toThrow('ENOENT');
  idle.destroy();
});

test('putRun() rejects when the store is closed', async () => {
  const store = await open();
  await store.close();

  await expect(store.store.putRun(runRecord())).rejects.toThrow('it is closed');
});

test('store.json and the database are for this user only', async () => {
  await open();

  const [file, db] = await Promise.all(
    ['store.json', 'db'].map((name) => stat(path.join(dir, name))),
  );

  expect((file?.mode ?? 0) & 0o777).toBe(0o600);
  expect((db?.mode ?? 0) & 0o777).toBe(0o700);
});

test.each([
  ['the key is wrong', async () => ({ authorization: authorizationWith('guessed') })],
  ['there is no key', async () => ({})],
  [
    'a page in a browser asks',
    async () => ({ authorization: await authorization(), origin: 'http://evil.test' }),
  ],
])('the endpoint answers 403 when %s', async (_, headersOf) => {
  const store = await open();
  const body = '{"TableName":"waywiser"}';

  const response = await fetch(store.endpoint, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.Scan',
      'x-amz-date': '20261122T164500Z',
      ...(await headersOf()),
    },
  });

  expect(response.status).toBe(403);
});

test('the endpoint lives on when a client goes away in the middle of a request', async () => {
  const store = await open();
  const head = `POST / HTTP/1.1\r\nhost: x\r\nauthorization: ${await authorization()}\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 1000\r\n\r\n`;
  const socket = connect(Number(new URL(store.endpoint).port), '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(`${head}{"Table`, resolve));
  socket.destroy();
  await once(socket, 'close');
  const before = store.endpoint;

  const stored = await store.store.putRun(runRecord());

  expect([stored, store.endpoint]).toEqual([true, before]);
});

async function open(): Promise<EmbeddedStore> {
  const store = await openEmbeddedStore({ dir });
  cleanUps.push(() => store.close());

  return store;
}

async function idsIn({ store }: EmbeddedStore, journey: string): Promise<string[]> {
  const runs = await store.queryRuns({ journey, region: 'eu-west-1' });

  return runs.map((run) => run.runId);
}

function startWriter(journey: string, count: number, limits = 'true'): Writer {
  const command = `${limits} && exec "$0" "$@"`;
  const args = [process.execPath, WRITER, dir, journey, String(count)];
  const child = spawn('sh', ['-c', command, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => lines.push(line));
  const exit = once(child, 'close');
  cleanUps.push(async () => {
    child.kill('SIGKILL');
    await exit;
  });

  return {
    process: child,
    lines,
    exit,
    printed: async (wanted) => {
      while (lines.length < wanted) {
        const ended = exit.then(() => 'ended');
        if ((await Promise.race([once(reader, 'line'), ended])) === 'ended') {
          throw new Error(`the writer ended after ${lines.length} lines`);
        }
      }
    },
  };
}

function address(endpoint: string): string {
  return JSON.stringify({ endpoint, accessKeyId: 'old', pid: 999_999_999 });
}

async function authorization(): Promise<string> {
  const { accessKeyId } = JSON.parse(await readFile(path.join(dir, 'store.json'), 'utf8'));

  return authorizationWith(accessKeyId);
}

function authorizationWith(key: string): string {
  return `AWS4-HMAC-SHA256 Credential=${key}/20261122/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
}
