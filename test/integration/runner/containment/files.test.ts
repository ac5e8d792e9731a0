import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLEAN_RUN, twoJourneys, type TwoJourneys } from '../../../support/two-journeys.ts';

const CREDENTIAL = 'credential-of-the-runner';

let world: TwoJourneys;

beforeAll(() => {
  process.env['AWS_SECRET_ACCESS_KEY'] = CREDENTIAL;
  world = openWorld();
});

afterAll(async () => {
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  await world.dispose();
});

function openWorld(): TwoJourneys {
  const opened = twoJourneys();
  writeFileSync(path.join(opened.dir, 'neighbour.json'), '{}');

  return opened;
}

/** A body that fails unless the code is refused by Node's permission model. */
function refused(code: string): string {
  return `
  const fs = require('node:fs'), os = require('node:os'), path = require('node:path');
  const dir = path.dirname(${JSON.stringify(world.dir)} + '/x');
  let reason = 'nothing was refused';
  try { ${code} } catch (error) { reason = error.code ?? error.message; }
  expect(reason).toMatch(/^ERR_(ACCESS_DENIED|DLOPEN_DISABLED|UNKNOWN_BUILTIN_MODULE|WASI_NOT_STARTED)$/);`;
}

describe('what a journey cannot do', () => {
  test.each([
    {
      what: 'read the environment of the runner',
      code: 'fs.readFileSync(`/proc/${process.ppid}/environ`)',
    },
    { what: 'read the memory of the runner', code: 'fs.openSync(`/proc/${process.ppid}/mem`)' },
    { what: 'read the map of the runner', code: 'fs.readFileSync(`/proc/${process.ppid}/maps`)' },
    {
      what: 'list the open files of the runner',
      code: 'fs.readdirSync(`/proc/${process.ppid}/fd`)',
    },
    { what: 'open a file of the runner', code: 'fs.openSync(`/proc/${process.ppid}/fd/0`)' },
    { what: 'read the bundle of another journey', code: `fs.readFileSync(dir + '/neighbour.cjs')` },
    {
      what: 'read it by a path of bytes',
      code: `fs.readFileSync(Buffer.from(dir + '/neighbour.cjs'))`,
    },
    {
      what: 'read it by an address',
      code: `fs.readFileSync(new URL('file://' + dir + '/neighbour.cjs'))`,
    },
    {
      what: 'read it by a way through its own folder',
      code: `fs.readFileSync(path.join(os.tmpdir(), 'x').replace('/x', '/../' ) + path.basename(dir) + '/neighbour.cjs')`,
    },
    {
      what: 'read it through a symbolic link',
      code: `fs.symlinkSync(dir, os.tmpdir() + '/link'); fs.readFileSync(os.tmpdir() + '/link/neighbour.cjs')`,
    },
    {
      what: 'read it through a hard link',
      code: `fs.linkSync(dir + '/neighbour.cjs', os.tmpdir() + '/hard')`,
    },
    {
      what: 'import it',
      code: `require('node:module').createRequire(dir + '/x.js')('./neighbour.json')`,
    },
    { what: 'copy it', code: `fs.cpSync(dir + '/neighbour.cjs', os.tmpdir() + '/copy')` },
    { what: 'change it', code: `fs.writeFileSync(dir + '/neighbour.cjs', '')` },
    { what: 'remove it', code: `fs.rmSync(dir + '/neighbour.cjs')` },
    { what: 'change its mode', code: `fs.chmodSync(dir + '/neighbour.cjs', 0o777)` },
    { what: 'watch it', code: `fs.watch(dir)` },
    {
      what: 'list the folders of other workers',
      code: `fs.readdirSync(path.dirname(os.tmpdir()))`,
    },
    { what: 'write the code of the platform', code: `fs.appendFileSync(process.argv[1], '//')` },
    {
      what: 'replace the browser',
      code: `fs.writeFileSync(require('node:path').join(os.homedir(), '.cache/waywiser/chromium'), '')`,
    },
    {
      what: 'fill the disk outside its folder',
      code: `fs.writeFileSync('/var/tmp/waywiser-fill', '')`,
    },
    {
      what: 'start a process',
      code: `require('node:child_process').execFileSync('/bin/cat', ['/proc/1/environ'])`,
    },
    {
      what: 'start Node with other flags',
      code: `require('node:child_process').fork(process.argv[1], [], { execArgv: [] })`,
    },
    {
      what: 'start a process by its binding',
      code: `process.binding('spawn_sync').spawn({ file: '/bin/cat', args: ['cat'] })`,
    },
    {
      what: 'open a file by its binding',
      code: `process.binding('fs').open('/etc/passwd', 0, 0o666)`,
    },
    { what: 'load native code', code: `process.dlopen({ exports: {} }, os.tmpdir() + '/x.node')` },
    { what: 'open a debugger', code: `require('node:inspector').open(0)` },
    { what: 'debug itself', code: `new (require('node:inspector').Session)().connect()` },
    {
      what: 'use WASI',
      code: `new (require('node:wasi').WASI)({ version: 'preview1', preopens: { '/': '/' } })`,
    },
    {
      what: 'write a heap snapshot',
      code: `require('node:v8').writeHeapSnapshot('/var/tmp/waywiser.heapsnapshot')`,
    },
    {
      what: 'write a database',
      code: `new (require('node:sqlite').DatabaseSync)('/var/tmp/waywiser.db')`,
    },
    { what: 'load variables from a file', code: `process.loadEnvFile(dir + '/neighbour.json')` },
  ])('$what', async ({ code }) => {
    const result = await world.attack(refused(code));

    expect(result).toMatchObject({ outcome: 'passed', error: null });
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });

  test('replace its process', async () => {
    const result = await world.attack(
      `if (process.execve === undefined) throw new Error('no execve');
       process.execve('/bin/cat', ['cat', '/proc/1/environ']);`,
    );

    expect(result.outcome).not.toBe('passed');
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });

  test('read from a thread what it cannot read itself', async () => {
    const result = await world.attack(`
      const { Worker } = require('node:worker_threads');
      const code = 'let r; try { r = require("node:fs").readFileSync("/etc/passwd", "utf8"); } catch (e) { r = e.code; } require("node:worker_threads").parentPort.postMessage(r);';
      expect(await new Promise((resolve) => new Worker(code, { eval: true }).on('message', resolve))).toBe('ERR_ACCESS_DENIED');`);

    expect(result.outcome).toBe('passed');
  });

  test('give a thread more permissions than its own', async () => {
    const result = await world.attack(`
      const { Worker } = require('node:worker_threads');
      const code = 'let r; try { r = require("node:fs").readFileSync("/etc/passwd", "utf8"); } catch (e) { r = e.code; } require("node:worker_threads").parentPort.postMessage(r);';
      const said = await new Promise((resolve) => new Worker(code, { eval: true, execArgv: ['--allow-fs-read=*'] }).on('message', resolve).on('error', resolve));
      expect(String(said)).not.toContain('root:');`);

    expect(JSON.stringify(result)).not.toContain('root:');
    expect(await world.neighbour()).toMatchObject(CLEAN_RUN);
  });
});

describe('what a journey finds', () => {
  test('no credential and no secret of others in its environment, arguments and report', async () => {
    const result = await world.attack(`
      const found = JSON.stringify([process.env, process.argv, process.execArgv, process.report?.getReport()]);
      expect(found).not.toContain('${CREDENTIAL}');
      expect(found).not.toContain('hunter2');
      expect(Object.keys(process.env).filter((name) => name.startsWith('AWS_'))).toEqual([]);`);

    expect(result).toMatchObject({ outcome: 'passed', error: null });
  });

  test('its own folder for temporary files, which ends with its worker', async () => {
    const result = await world.attack(`
      const file = require('node:path').join(require('node:os').tmpdir(), 'own.txt');
      require('node:fs').writeFileSync(file, 'own');
      log(file);
      expect(require('node:fs').readFileSync(file, 'utf8')).toBe('own');
      setInterval(() => undefined, 1000);`);
    await world.neighbour();
    await world.dispose();
    world = openWorld();

    expect(result).toMatchObject({ outcome: 'passed', error: null });
    expect(existsSync(result.log[0]?.text ?? '/')).toBe(false);
  });
});

test('a worker that keeps 40 MB of files is ended after its run, and they with it', async () => {
  const body = `
    const file = require('node:path').join(require('node:os').tmpdir(), 'large');
    require('node:fs').writeFileSync(file, Buffer.alloc(40e6));
    log(process.pid);
    expect(1).toBe(1);`;
  const first = await world.attack(body);
  const second = await world.attack(body);

  expect(first).toMatchObject({ outcome: 'passed' });
  expect(second.log[0]?.text).not.toBe(first.log[0]?.text);
});

test('the code of the platform is as it was', () => {
  expect(readFileSync('dist/worker.cjs', 'utf8').endsWith('//')).toBe(false);
});
