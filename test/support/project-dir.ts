import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  loadProject,
  type LoadOptions,
  type Project,
} from '../../lib/project/load/load-project.ts';

const made: string[] = [];

afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** A project of files in a temporary folder, which is removed after the tests of the file. */
export function projectDir(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'waywiser-project-'));
  made.push(dir);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  return dir;
}

/** Loads a project as the command line does. */
export async function loadDir(cwd: string, options: Partial<LoadOptions> = {}): Promise<Project> {
  return loadProject({
    cwd,
    cacheDir: path.join(cwd, '.waywiser/cache'),
    inspectPath: path.resolve('dist/inspect.cjs'),
    deviceNames: ['Pixel 7', 'iPhone 15'],
    ...options,
  });
}

/** Loads a project of files in a temporary folder. */
export async function loadFiles(
  files: Readonly<Record<string, string>>,
  options: Partial<LoadOptions> = {},
): Promise<Project> {
  return loadDir(projectDir(files), options);
}

/** Each problem as `file:line:column code path: message`. */
export function problemLines({ problems }: Project): readonly string[] {
  return problems.map(
    ({ file, line, column, code, path: option, message }) =>
      `${[file, line, column].filter((part) => part !== null).join(':')} ${code} ${option ?? '-'}: ${message}`,
  );
}
