import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { claimantOf, claimFolder } from '../../../../lib/adapters/local/claim-folder.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

let dir = '';
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: dir, remove } = await temporaryDir());
});

afterEach(async () => remove());

describe('claimFolder()', () => {
  test('rejects a folder that a running process holds', () => {
    writeFileSync(path.join(dir, 'dev.pid'), String(process.ppid));

    expect(claimFolder(dir, 'dev')).toEqual({
      kind: 'taken',
      pid: process.ppid,
      file: path.join(dir, 'dev.pid'),
    });
  });

  test('takes over the claim of a process that has ended', () => {
    const ended = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(path.join(dir, 'dev.pid'), String(ended.pid));

    expect(claimFolder(dir, 'dev').kind).toBe('ours');
  });

  test('takes over the claim of a process whose id another program has now', () => {
    writeFileSync(path.join(dir, 'dev.pid'), `${process.ppid}\nat another time\n`);

    expect(claimFolder(dir, 'dev').kind).toBe('ours');
  });

  test('leaves the claim of the process that wrote it, and finds it', () => {
    const other = path.join(dir, 'dev.pid');
    claimFolder(dir, 'dev');
    const [pid = '', startedAt = ''] = readFileSync(other, 'utf8').split('\n');

    expect(Number(pid)).toBe(process.pid);
    expect(startedAt).not.toBe('');
    expect(claimantOf(dir, 'dev')).toBe(process.pid);
  });

  test('takes over a claim without a valid process id', () => {
    writeFileSync(path.join(dir, 'dev.pid'), 'nobody');

    expect(claimFolder(dir, 'dev').kind).toBe('ours');
  });

  test('removes the claim when released', () => {
    const claim = claimFolder(path.join(dir, 'new'), 'dev');

    if (claim.kind === 'ours') claim.release();

    expect(existsSync(path.join(dir, 'new', 'dev.pid'))).toBe(false);
  });
});
