import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { temporaryDir } from '../../../support/temporary-dir.ts';

/** Root may read every process: there, the runtime runs as another user, as it does in Lambda. */
const USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const FILES = ['environ', 'mem'];
/** Says of each file of its parent process, and of itself, whether it can be read. */
const READER = `
  const fs = require('node:fs');
  const read = (file) => { try { fs.closeSync(fs.openSync(file)); return 'readable'; } catch ({ code }) { return code; } };
  const of = (pid) => ${JSON.stringify(FILES)}.map((name) => read('/proc/' + pid + '/' + name));
  process.stdout.write(JSON.stringify([...of(process.ppid), ...of('self')]));`;
/** Starts the reader as the runner starts its workers. */
const RUNNER = `
  const { NODE } = process.env;
  const [file, first] = process.env.WAYWISER_NODE ? ['/proc/self/exe', [NODE]] : [NODE, []];
  const child = require('node:child_process').spawnSync(file, [...first, '-e', process.env.READER]);
  process.stdout.write(String(child.stdout) + String(child.stderr));
  process.stderr.write('to standard error');`;

let dir: Awaited<ReturnType<typeof temporaryDir>>;
let wrapper = '';
let node = '';

beforeAll(async () => {
  dir = await temporaryDir();
  wrapper = path.join(dir.path, 'guard-wrapper.sh');
  node = path.join(dir.path, 'node');
  copyFileSync('lib/adapters/guard/native/guard-wrapper.sh', wrapper);
  cpSync(process.execPath, node);
  chmodSync(dir.path, 0o777);
  chmodSync(node, 0o755);
  chmodSync(wrapper, 0o755);
});

afterAll(async () => dir.remove());

/** Runs the runner through the wrapper, or by itself. */
function run(command: readonly string[], options: ExecFileSyncOptions = {}): unknown {
  const [file = '', ...first] = command;
  const env = { PATH: process.env['PATH'], TMPDIR: dir.path, NODE: node, READER };
  const output = execFileSync(file, [...first, '-e', RUNNER], {
    ...USER,
    cwd: dir.path,
    stdio: ['ignore', 'pipe', 'ignore'],
    ...options,
    env: { ...env, ...options.env },
  });

  return JSON.parse(String(output));
}

describe('guard-wrapper.sh', () => {
  it('hides the runtime and its workers from each other', () => {
    expect(run([wrapper, node])).toStrictEqual(Array(4).fill('EACCES'));
  });

  it('is what hides them', () => {
    expect(run([node])).toStrictEqual(Array(4).fill('readable'));
  });

  it('starts the runtime without hiding it where nothing can be written', () => {
    const readable = run([wrapper, node], { env: { TMPDIR: '/nowhere' } });

    expect(readable).toStrictEqual(Array(4).fill('readable'));
  });

  it('passes standard error on', () => {
    const output = execFileSync(
      '/bin/sh',
      ['-c', `"${wrapper}" "${node}" -e 'console.error(7)' 2>&1`],
      {
        ...USER,
        cwd: dir.path,
        env: { PATH: process.env['PATH'], TMPDIR: dir.path },
        encoding: 'utf8',
      },
    );

    expect(output).toBe('7\n');
  });

  it('replaces what another process has left at the place of its copy', () => {
    rmSync(path.join(dir.path, 'waywiser-loader-'), { force: true });
    const script = `ln -s "${node}" "$TMPDIR/waywiser-loader-$$"; exec "${wrapper}" "${node}" -p 42`;

    const output = execFileSync('/bin/sh', ['-c', script], {
      ...USER,
      cwd: dir.path,
      env: { PATH: process.env['PATH'], TMPDIR: dir.path },
      encoding: 'utf8',
    });

    expect(output).toBe('42\n');
    expect(run([node])).toStrictEqual(Array(4).fill('readable'));
  });
});
