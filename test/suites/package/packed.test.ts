import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { closer, listen } from '../../support/listening.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const JOURNEY = `import { apiJourney, every, expect } from 'waywiser';

export default apiJourney('health', { schedule: every('5m') }, async ({ http, step }) => {
  await step('ask', async () => {
    const response = await http.get('/health');
    expect(response.json()).toEqual({ status: 'ok' });
  });
});
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023', 'dom'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    // Playwright's own declarations want Node's; a project that uses them has both or skips them.
    skipLibCheck: true,
    types: [],
  },
  include: ['journeys'],
};

let dir = '';
let remove: () => Promise<void>;

const execute = promisify(execFile);

async function npm(args: readonly string[], cwd: string): Promise<string> {
  return (await execute('npm', [...args], { cwd })).stdout;
}

async function node(args: readonly string[]): Promise<string> {
  return (await execute(process.execPath, [...args], { cwd: dir })).stdout.trim();
}

beforeAll(async () => {
  ({ path: dir, remove } = await temporaryDir());
  await npm(['pack', '--pack-destination', dir], path.resolve('.'));
  const tarball = readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(path.join(dir, 'package.json'), '{ "private": true, "type": "module" }');
  await npm(['install', '--no-audit', '--no-fund', path.join(dir, tarball)], dir);
  mkdirSync(path.join(dir, 'journeys'));
  writeFileSync(path.join(dir, 'journeys/health.journey.ts'), JOURNEY);
  writeFileSync(path.join(dir, 'tsconfig.json'), JSON.stringify(TSCONFIG));
}, 240_000);

afterAll(async () => remove());

test('the packed package runs a journey where it is installed', async () => {
  const server = http.createServer((_request, response) => response.end('{"status":"ok"}'));
  const port = await listen(server);

  const out = await npm(
    ['exec', '--', 'waywiser', 'run', '--base-url', `http://127.0.0.1:${port}`],
    dir,
  );

  await closer(server)();
  expect(out).toContain('✓ health');
}, 60_000);

test('the packed types fit a journey', async () => {
  const tsc = path.resolve('node_modules/typescript/bin/tsc');

  await expect(node([tsc, '-p', dir])).resolves.toBe('');
}, 60_000);

test('the packed package can be required and imported', async () => {
  const required = `console.log(typeof require('waywiser').apiJourney)`;
  const imported = `import { every } from 'waywiser'; console.log(every('5m').kind)`;

  expect(await node(['--input-type=commonjs', '-e', required])).toBe('function');
  expect(await node(['--input-type=module', '-e', imported])).toBe('every');
});
