import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import { LIBRARY } from '../../../support/guarded-process.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

/** Root may read every process. */
const USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Loads the library as the runner does, and says what a child reads of it, before and after. */
const RUNNER = `
  const reader = 'try { require("fs").readFileSync("/proc/" + process.ppid + "/environ"); console.log("readable"); } catch ({ code }) { console.log(code); }';
  const read = () => String(require('node:child_process').execFileSync(process.execPath, ['-e', reader])).trim();
  const addon = { exports: {} };
  process.dlopen(addon, process.env.LIBRARY);
  const before = read();
  process.stdout.write(JSON.stringify([before, addon.exports.protect(), read()]));`;

let dir: Awaited<ReturnType<typeof temporaryDir>>;
let library = '';

beforeAll(async () => {
  dir = await temporaryDir();
  library = path.join(dir.path, 'guard.so');
  // The other user may not read the project.
  copyFileSync(LIBRARY, library);
  chmodSync(dir.path, 0o755);
  chmodSync(library, 0o644);
});

afterAll(async () => dir.remove());

describe('protect()', () => {
  it("hides a process's environment from its children", () => {
    const output = execFileSync(process.execPath, ['-e', RUNNER], {
      ...USER,
      cwd: dir.path,
      env: { LIBRARY: library },
      encoding: 'utf8',
    });

    expect(JSON.parse(output)).toStrictEqual(['readable', 0, 'EACCES']);
  });

  it('replaces nothing in the process that loads it', () => {
    const script = `
      process.dlopen({ exports: {} }, process.env.LIBRARY);
      require('node:net').connect(1, '127.0.0.1').on('error', ({ code }) => process.stdout.write(code));`;

    const output = execFileSync(process.execPath, ['-e', script], {
      env: { LIBRARY: library, WAYWISER_GUARD: '' },
      encoding: 'utf8',
    });

    expect(output).toBe('ECONNREFUSED');
  });
});
