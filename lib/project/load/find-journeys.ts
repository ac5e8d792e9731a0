import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

const JOURNEY_FILE = /\.journey\.(?:ts|mts|js|mjs)$/;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.waywiser', 'dist']);

/** Whether a file is named as journeys are: `NAME.journey.ts` (or `.mts`, `.js`, `.mjs`). */
export function isJourneyFile(file: string): boolean {
  return JOURNEY_FILE.test(file);
}

/** A file's name without `.journey.ts`: what the journey is called until its own name is known. */
export function journeyStem(file: string): string {
  return path.basename(file).replace(/(?:\.journey)?\.[cm]?[jt]s$/, '');
}

/** Every journey file in a folder and the folders below it, sorted; none where there is no folder. */
export async function findJourneys(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];

  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : findJourneys(file);
      return isJourneyFile(entry.name) ? [file] : [];
    }),
  );

  return found.flat().toSorted(byText);
}

/** What a word of the command line selects: a journey by name, files by path, or a path to nothing. */
export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'nothing'; readonly path: string };

/** Reads one word of the command line. A path has a separator or a file's ending. */
export async function readSelector(word: string, cwd: string): Promise<Selector> {
  const looksLikePath = /[\\/]|\.[cm]?[jt]s$/.test(word);
  if (!looksLikePath) return { kind: 'name', name: word };

  const target = path.resolve(cwd, word);
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: 'nothing', path: word };
  if (!stats.isDirectory()) return { kind: 'files', files: [target] };
  const files = await findJourneys(target);

  return files.length > 0 ? { kind: 'files', files } : { kind: 'nothing', path: word };
}

/** A file's path for people: relative to the project where it lies inside, else absolute. */
export function readablePath(file: string, projectDir: string): string {
  const relative = path.relative(projectDir, file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return file;

  return relative.split(path.sep).join('/');
}

function byText(a: string, b: string): number {
  if (a === b) return 0;

  return a < b ? -1 : 1;
}
