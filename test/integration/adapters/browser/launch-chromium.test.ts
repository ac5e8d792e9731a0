import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findChromium } from '../../../../lib/adapters/browser/find-chromium.ts';
import { launchChromium } from '../../../../lib/adapters/browser/launch-chromium.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const execute = promisify(execFile);
/** Of the user `nobody`: root cannot use the sandbox. */
const NOBODY = 65_534;

let dir = '';
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: dir, remove } = await temporaryDir());
});

afterEach(async () => remove());

function options(sandbox: boolean) {
  return { mode: 'multi-process', resolverRules: null, cacheDir: dir, sandbox } as const;
}

test('launchChromium() keeps the sandbox where the first start failed for another reason', async () => {
  const executablePath = path.join(dir, 'browser');
  const calls = path.join(dir, 'calls');
  writeFileSync(executablePath, `#!/bin/sh\necho "$@" >> ${calls}\necho out of luck >&2\nexit 1\n`);
  chmodSync(executablePath, 0o755);
  const install = { executablePath, source: 'given' } as const;
  const none = { libraryDir: null, fontsDir: null, cacheDir: null };

  await expect(launchChromium({ ...install, ...none }, options(true))).rejects.toMatchObject({
    code: 'monitor.browser',
  });

  const lines = readFileSync(calls, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines.filter((line) => /--no-sandbox|--no-zygote/.test(line))).toEqual([]);
});

const isRoot = process.getuid?.() === 0;

test('launchChromium() starts, without the sandbox where that is what failed', async () => {
  const anchorPath = path.resolve('dist/page-observer.js');
  const cacheDir = path.join(process.env['HOME'] ?? '', '.cache/waywiser');
  const install = await findChromium({ chromiumPath: null, cacheDir, anchorPath });

  const launched = await launchChromium(install, options(true));
  await launched.end();

  // Root never has one; another user may, where the kernel allows it.
  expect(launched.sandbox && isRoot).toBe(false);
});

test('launchChromium() confines the renderer of a user who is not root', async () => {
  const { stdout } = await execute(
    process.execPath,
    ['--import', 'tsx', path.resolve('test/support/launched-as-nobody.ts'), dir, String(NOBODY)],
    { env: { PATH: process.env['PATH'] ?? '', HOME: dir }, timeout: 60_000 },
  );

  const { sandbox, seccomp }: { sandbox: boolean; seccomp: readonly string[] } = JSON.parse(stdout);
  // A kernel that forbids namespaces to users leaves no choice; that it was tried is tested above.
  const strict = '2';
  expect(seccomp.includes(strict)).toBe(sandbox);
});
