import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { init, type InitOptions } from '../../lib/cli/authoring/init.ts';
import { calledIn, type CommandResult } from './command-line.ts';

/** The files of a new project, sorted. */
export const NEW_PROJECT: readonly string[] = [
  '.github/workflows/journeys.yml',
  '.gitignore',
  'README.md',
  'cdk.json',
  'journeys/health.journey.ts',
  'journeys/homepage.journey.ts',
  'package.json',
  'tsconfig.json',
  'waywiser.config.ts',
];

/** Calls `waywiser init` in this process, as if it was typed in a folder. */
export async function initIn(
  cwd: string,
  options: Partial<InitOptions> = {},
): Promise<CommandResult> {
  return calledIn(cwd, async (paths, io) => init({ folder: undefined, ...options }, paths, io));
}

/** Every file below a folder, sorted. */
export function filesBelow(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

/** The text of a file in a folder. */
export function textOf(dir: string, name: string): string {
  return readFileSync(path.join(dir, name), 'utf8');
}
