import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectDir } from '../../support/project-dir.ts';

/** Writes the files of the packages that a process has loaded, when it ends. */
const LOADED = `process.once('exit', () => {
  const { _cache } = process.getBuiltinModule('node:module');
  process.stderr.write(JSON.stringify(Object.keys(_cache)));
});`;

test('a command that needs no browser loads no code of one', () => {
  const cwd = projectDir({ 'loaded.cjs': LOADED });
  const words = ['--require', path.join(cwd, 'loaded.cjs'), path.resolve('dist/bin/waywiser.cjs')];

  const { status, stderr } = spawnSync(process.execPath, [...words, '--version'], {
    cwd,
    encoding: 'utf8',
  });
  const files: readonly string[] = JSON.parse(stderr);

  expect(status).toBe(0);
  expect(files).toContain(path.resolve('dist/bin/waywiser.cjs'));
  expect(files.filter((file) => file.includes('playwright'))).toEqual([]);
});
