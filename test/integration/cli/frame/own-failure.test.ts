import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import { type CommandResult, waywiser } from '../../../support/command-line.ts';

const COMMAND = path.resolve('dist/bin/waywiser.cjs');

let dir = '';
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ path: dir, remove } = await temporaryDir());
  await waywiser(['init', '.'], { cwd: dir });
});

afterAll(async () => remove());

/** Runs a line of the shell in the project's folder. */
async function shell(line: string): Promise<CommandResult> {
  const child = spawn('bash', ['-c', line], {
    cwd: dir,
    // A group of its own: a signal to the whole group must not reach the tests.
    detached: true,
    env: { ...process.env, NO_COLOR: '1', COMMAND, NODE: process.execPath },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));

  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** Runs a command after some JavaScript of ours, which is loaded first. */
async function sabotaged(code: string, command: string, flags = ''): Promise<CommandResult> {
  const file = path.join(dir, 'sabotage.cjs');
  writeFileSync(file, code);

  return shell(`"$NODE" ${flags} --require "${file}" "$COMMAND" ${command}`);
}

describe('what nothing catches ends a command with exit code 3 and one line', () => {
  test.each([
    ['an exception', `setImmediate(() => { throw new Error('boom'); });`],
    ['a rejection', `setImmediate(() => void Promise.reject(new Error('boom')));`],
    [
      'an error of the system',
      `setImmediate(() => { throw Object.assign(new Error('boom'), { code: 'EMFILE' }); });`,
    ],
  ])('%s', async (_, code) => {
    const { code: exit, err } = await sabotaged(code, 'validate');

    expect(exit).toBe(3);
    expect(err).toBe(
      `waywiser: ended by a failure of its own: boom; the state is in ${dir}/.waywiser, WAYWISER_DEBUG=1 shows the stack\n`,
    );
  });

  test('a heap that fills slowly', async () => {
    const leak = `const kept = []; setInterval(() => kept.push(new Array(20_000).fill(1.5)), 10);`;

    const { code, err } = await sabotaged(leak, 'dashboard --port 0', '--max-old-space-size=200');

    expect(code).toBe(3);
    expect(err).toMatch(/waywiser: ended by a failure of its own: out of memory: [\d.]+ MB of /);
  });

  test('an error while the command line is made', async () => {
    const noHandles = `const { Promise: Real } = globalThis; require('node:fs').readFileSync = new Proxy(require('node:fs').readFileSync, { apply: (f, self, args) => String(args[0]).endsWith('package.json') ? (() => { throw Object.assign(new Error('no handles'), { code: 'EMFILE' }); })() : Reflect.apply(f, self, args) });`;

    const { code, err } = await sabotaged(noHandles, 'runs');

    expect(code).toBe(3);
    expect(err).toContain(`no handles; the state is in ${dir}/.waywiser`);
  });
});

describe('a state that cannot be used is exit code 3, never 1', () => {
  test.each(['store', 'note deployed'])('%s', async (command) => {
    // Below a file there is no folder, for root neither.
    const file = path.join(dir, 'package.json');

    const { code, err } = await shell(
      `WAYWISER_STATE="${file}/state" "$NODE" "$COMMAND" ${command}`,
    );

    expect(code).toBe(3);
    expect(err).toContain(`${file}/state`);
  });
});

test('a command without file handles never says that a journey failed', async () => {
  const ends = await Promise.all(
    [20, 22, 24, 26, 28, 30, 34, 40].map(async (limit) =>
      shell(`ulimit -n ${limit}; "$NODE" "$COMMAND" trends`),
    ),
  );

  // Null is a signal: of a process that was not started, Node has the id 0, which is the own group.
  const codes = ends.map(({ code }) => code);
  expect(codes.filter((code) => code !== 0 && code !== 3)).toEqual([]);
  expect(ends.filter(({ code }) => code === 3).length).toBeGreaterThan(0);
});

const mayMount = spawnSync('unshare', ['-rm', 'true']).status === 0;

test('a full disk is exit code 3', async () => {
  if (!mayMount) {
    process.stdout.write('not shown here: a full disk, which needs user namespaces\n');

    return;
  }

  const { code, err } = await shell(
    `unshare -rm bash -c 'mkdir -p full && mount -t tmpfs -o size=16k none full && head -c 20000 /dev/zero > full/zero; WAYWISER_STATE=full/state "$NODE" "$COMMAND" note deployed'`,
  );

  expect(code).toBe(3);
  expect(err).toMatch(/ENOSPC|free space/);
});
