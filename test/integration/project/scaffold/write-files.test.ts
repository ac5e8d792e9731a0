import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { writeFiles } from '../../../../lib/project/scaffold/write-files.ts';
import { projectDir } from '../../../support/project-dir.ts';

/** Everything below a folder, folders included. */
function listing(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).toSorted();
}

function text(dir: string, name: string): string {
  return readFileSync(path.join(dir, name), 'utf8');
}

function file(dir: string, name: string, replaces = false) {
  return { file: path.join(dir, name), text: `new ${name}`, replaces };
}

describe('writeFiles()', () => {
  it('makes folders on the way, writes what is new and replaces what it may', async () => {
    const dir = projectDir({ 'package.json': 'old' });
    const files = [file(dir, 'package.json', true), file(dir, 'a/b/c.yml'), file(dir, 'd.ts')];

    await writeFiles(dir, files);

    expect(listing(dir)).toEqual(['a', 'a/b', 'a/b/c.yml', 'd.ts', 'package.json']);
    expect(text(dir, 'package.json')).toBe('new package.json');
    expect(text(dir, 'a/b/c.yml')).toBe('new a/b/c.yml');
  });

  it('takes back what it wrote, and the folders that it made, when a file is in the way', async () => {
    const dir = projectDir({ 'package.json': 'old', '.github': 'a file' });
    const target = path.join(dir, 'x/y');
    mkdirSync(path.join(dir, 'x'));
    const files = [
      file(target, 'journeys/a.journey.ts'),
      file(target, 'cdk.json'),
      file(dir, '.github/workflows/a.yml'),
      file(dir, 'package.json', true),
    ];

    await expect(writeFiles(target, files)).rejects.toThrow(/\.github/);

    expect(listing(dir)).toEqual(['.github', 'package.json', 'x']);
    expect(text(dir, 'package.json')).toBe('old');
  });

  it('never writes over a file that came meanwhile', async () => {
    const dir = projectDir({ 'cdk.json': 'theirs' });

    await expect(writeFiles(dir, [file(dir, 'a.ts'), file(dir, 'cdk.json')])).rejects.toThrow(
      /EEXIST.*cdk\.json/,
    );

    expect(listing(dir)).toEqual(['cdk.json']);
    expect(text(dir, 'cdk.json')).toBe('theirs');
  });

  it('takes back the new files when what should be replaced cannot be', async () => {
    const dir = projectDir({ 'package.json/inside': 'a folder' });

    await expect(
      writeFiles(dir, [file(dir, 'a.ts'), file(dir, 'package.json', true)]),
    ).rejects.toThrow(/package\.json/);

    expect(listing(dir)).toEqual(['package.json', 'package.json/inside']);
  });

  it('removes a folder that it made, and leaves one that was there', async () => {
    const dir = projectDir({ blocked: '' });
    const target = path.join(dir, 'new');
    const first = { ...file(target, 'a.ts'), replaces: false };
    const writing = writeFiles(target, [first, file(dir, 'blocked/b.ts')]);
    await expect(writing).rejects.toThrow(/blocked/);
    expect(existsSync(target)).toBe(false);

    mkdirSync(target);
    writeFileSync(path.join(target, 'theirs'), '');
    await expect(writeFiles(target, [first, file(dir, 'blocked/b.ts')])).rejects.toThrow(/blocked/);

    expect(listing(target)).toEqual(['theirs']);
  });

  it('replaces what a link leads to, and leaves who may read it', async () => {
    const dir = projectDir({ 'shared/package.json': 'old' });
    const place = path.join(dir, 'shared/package.json');
    chmodSync(place, 0o600);
    symlinkSync('shared/package.json', path.join(dir, 'package.json'));

    await writeFiles(dir, [file(dir, 'package.json', true)]);

    expect(lstatSync(path.join(dir, 'package.json')).isSymbolicLink()).toBe(true);
    expect(text(dir, 'shared/package.json')).toBe('new package.json');
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(listing(dir)).toEqual(['package.json', 'shared', 'shared/package.json']);
  });
});
