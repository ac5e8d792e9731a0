import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesBelow, initIn, NEW_PROJECT, textOf } from '../../../support/new-project.ts';
import { projectDir } from '../../../support/project-dir.ts';

describe('waywiser init refuses', () => {
  it.each([
    ['a configuration', { 'waywiser.config.js': '' }, 'waywiser.config.js'],
    [
      'journeys',
      Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [journey(name), ''])),
      `${journey('a')}, ${journey('b')}, ${journey('c')}, and 2 more`,
    ],
  ])('a folder that is a project, by %s', async (_what, given, named) => {
    const dir = projectDir(given);

    const { code, out, err } = await initIn(dir);

    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      `waywiser: Cannot create a project in ${dir}: it already is a Waywiser project (${named}); expected another folder, or --force to add missing files without changing existing ones\n`,
    );
    expect(filesBelow(dir)).toEqual(Object.keys(given).toSorted());
  });

  it('nothing with --force, but adds only what is missing: no journeys, no second configuration', async () => {
    const dir = projectDir({ 'waywiser.config.js': 'mine', [journey('a')]: 'mine' });

    const { code } = await initIn(dir, { force: true });
    const again = await initIn(dir, { force: true });

    expect([code, again.code]).toEqual([0, 0]);
    expect(textOf(dir, 'waywiser.config.js')).toBe('mine');
    expect(textOf(dir, journey('a'))).toBe('mine');
    const theirs = ['waywiser.config.js', journey('a')];
    const left = NEW_PROJECT.filter((name) => !/waywiser\.config|^journeys/.test(name));
    expect(filesBelow(dir)).toEqual([...left, ...theirs].toSorted());
    expect(again.out).toMatch(/^No files are missing in this folder\n/);
  });

  it('a file in the place of the folder, or of one on the way', async () => {
    const cwd = projectDir({ taken: 'a file' });

    const direct = await initIn(cwd, { folder: 'taken' });
    const below = await initIn(cwd, { folder: 'taken/inner' });

    const taken = path.join(cwd, 'taken');
    expect([direct.code, below.code]).toEqual([2, 2]);
    expect(direct.err).toBe(
      `waywiser: Cannot create a project in ${taken}: it is a file; expected a folder\n`,
    );
    expect(below.err).toBe(
      `waywiser: Cannot create a project in ${taken}/inner: ${taken} is a file; expected a folder\n`,
    );
  });

  it('a folder that takes no files', async () => {
    // The kernel's own files: not even root may create files next to them.
    const { code, err } = await initIn('/proc/self/fd');

    expect(code).toBe(2);
    expect(err).toMatch(/^waywiser: Cannot create a project in \/proc\/self\/fd: .+\n$/);
  });

  it('a package.json that it cannot read, and leaves everything as it was', async () => {
    const dir = projectDir({ 'package.json': '{ "name": "\u001b[31mx", }' });

    const { code, err } = await initIn(dir);

    expect(code).toBe(2);
    expect(err).toMatch(/^waywiser: Cannot complete package\.json: it is not valid JSON \(/);
    expect(err).not.toContain('\u001b');
    expect(filesBelow(dir)).toEqual(['package.json']);
  });

  it('what stands in the way, and takes back what it had written', async () => {
    const dir = projectDir({ '.github': 'a file', 'package.json': '{}' });

    const { code, err } = await initIn(dir);

    expect(code).toBe(2);
    expect(err).toMatch(/Cannot create a project in .+\.github.*; nothing was changed\n$/);
    expect(readdirSync(dir).toSorted()).toEqual(['.github', 'package.json']);
    expect(textOf(dir, 'package.json')).toBe('{}');
  });

  it('to write through a link that leads nowhere', async () => {
    const dir = projectDir({});
    symlinkSync(path.join(dir, 'elsewhere'), path.join(dir, 'cdk.json'));

    const { code } = await initIn(dir);

    expect(code).toBe(0);
    expect(existsSync(path.join(dir, 'elsewhere'))).toBe(false);
  });

  it.each([
    [{ kind: 'browsr' }, 'Cannot use "browsr" as --kind: it is unknown; expected browser'],
    [{ kind: 'x' }, 'Cannot use "x" as --kind: it is unknown; expected one of both, browser, api'],
    [
      { baseUrl: 'shop.example' },
      'Cannot use "shop.example" as --base-url: it is not an HTTP URL; expected one such as "https://shop.example"',
    ],
  ])('%j', async (options, message) => {
    const dir = projectDir({});

    const { code, out, err } = await initIn(dir, { ...options, json: true });

    expect(code).toBe(2);
    expect(err).toBe(`waywiser: ${message}\n`);
    expect(JSON.parse(out)).toEqual({ problems: [{ message }] });
    expect(filesBelow(dir)).toEqual([]);
  });
});

function journey(name: string): string {
  return `journeys/${name}.journey.ts`;
}
