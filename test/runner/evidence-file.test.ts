import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { evidenceFolder, withEvidenceFile } from '../../lib/runner/evidence-file.ts';

let dir = '';
let folder: Awaited<ReturnType<typeof evidenceFolder>>;

beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'evidence-file-'));
  writeFileSync(path.join(dir, 'secret.txt'), 'secret');
  folder = await evidenceFolder(path.join(dir, 'evidence/run'));
  mkdirSync(path.join(dir, 'evidence/run/sub'), { recursive: true });
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function read(name: string): Promise<string> {
  return withEvidenceFile(path.resolve(dir, 'evidence/run', name), folder, async (handle) =>
    handle.readFile('utf8'),
  );
}

describe('withEvidenceFile()', () => {
  test('reads a regular file in the folder', async () => {
    writeFileSync(path.join(dir, 'evidence/run/sub/shot.png'), 'picture');

    expect(await read('sub/shot.png')).toBe('picture');
  });

  test('reads a file when the project is behind a link', async () => {
    symlinkSync(dir, `${dir}-link`);
    writeFileSync(path.join(dir, 'evidence/run/shot.png'), 'picture');
    const linked = await evidenceFolder(`${dir}-link/evidence/run`);

    const text = await withEvidenceFile(
      `${dir}-link/evidence/run/shot.png`,
      linked,
      async (handle) => handle.readFile('utf8'),
    );

    rmSync(`${dir}-link`);
    expect(text).toBe('picture');
  });

  test.each([
    '../secret.txt',
    '../../secret.txt',
    '/proc/self/environ',
    '.',
    '..',
    '../../../../etc/passwd',
  ])('refuses %s', async (name) => {
    await expect(read(name)).rejects.toThrow('it is outside');
  });

  test('refuses a symbolic link to a file', async () => {
    symlinkSync('/proc/self/environ', path.join(dir, 'evidence/run/shot.png'));

    await expect(read('shot.png')).rejects.toThrow('ELOOP');
  });

  test('refuses a hard link', async () => {
    linkSync(path.join(dir, 'secret.txt'), path.join(dir, 'evidence/run/shot.png'));

    await expect(read('shot.png')).rejects.toThrow('not a regular file');
  });

  test('refuses a link in the place of a folder', async () => {
    symlinkSync(dir, path.join(dir, 'evidence/run/way'));

    await expect(read('way/secret.txt')).rejects.toThrow('a link is on its way');
  });

  test('refuses a link in the place of the whole folder', async () => {
    rmSync(path.join(dir, 'evidence'), { recursive: true });
    mkdirSync(path.join(dir, 'evidence'));
    symlinkSync(dir, path.join(dir, 'evidence/run'));

    await expect(read('secret.txt')).rejects.toThrow('a link is on its way');
  });

  test('refuses a folder', async () => {
    await expect(read('sub')).rejects.toThrow('not a regular file');
  });

  test('refuses a file of 65 MB', async () => {
    writeFileSync(path.join(dir, 'evidence/run/trace.zip'), '');
    truncateSync(path.join(dir, 'evidence/run/trace.zip'), 65 * 1_048_576);

    await expect(read('trace.zip')).rejects.toThrow('expected at most');
  });
});
