import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { typed } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const execute = promisify(execFile);
/** Root may read and write every folder: there, another user tries it. */
const NOBODY = 65_534;
const REMEDY =
  'expected a folder that this user can read and write, or WAYWISER_STATE with another folder';
const COMMANDS = ['runs', 'trends', 'alarms', 'alarms backtest', 'store check', 'store export'];

describe('a state folder that cannot be used', () => {
  test.each(COMMANDS)('ends waywiser %s with exit code 3 and one line', async (command) => {
    const cwd = projectDir({});
    const state = path.join(cwd, '.waywiser');
    writeFileSync(state, '');

    const { code, out, err } = await typed(command.split(' '), { cwd });

    expect({ code, out, err }).toEqual({
      code: 3,
      out: '',
      err: `waywiser: Cannot use the state in "${state}": it is a file; ${REMEDY}\n`,
    });
  });

  test('is also one below a file', async () => {
    const cwd = projectDir({});
    writeFileSync(path.join(cwd, 'notes'), '');
    const env = { WAYWISER_STATE: 'notes/state' };

    const { code, err } = await typed(['runs'], { cwd, env });

    expect(code).toBe(3);
    expect(err).toContain('notes/state": a part of its path is a file;');
  });

  test.each([
    { what: 'cannot be read', mode: 0o000, isUsable: false },
    { what: 'cannot be written', mode: 0o500, isUsable: false },
    { what: 'is private', mode: 0o700, isUsable: true },
  ])('is one that $what: $isUsable', async ({ mode, isUsable }) => {
    const { path: dir, remove } = await temporaryDir();
    chmodSync(dir, 0o755);
    const state = path.join(dir, 'state');
    mkdirSync(state);
    if (process.getuid?.() === 0) chownSync(state, NOBODY, NOBODY);
    chmodSync(state, mode);

    const script = path.resolve('test/support/state-as-nobody.ts');
    const { stdout } = await execute(
      process.execPath,
      ['--import', 'tsx', script, state, String(NOBODY)],
      { timeout: 60_000 },
    );
    chmodSync(state, 0o700);
    await remove();

    const message = `Cannot use the state in "${state}": this user may not read and write it; ${REMEDY}`;
    expect(stdout).toBe(isUsable ? '' : message);
  });
});
