import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

const JOURNEY_FILE = /\.journey\.(?:ts|mts|js|mjs)$/;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.waywiser', 'dist']);

/** Whether a file name is that of a journey: `NAME.journey.ts` (or `.mts`, `.js`, `.mjs`). */
function isJourneyFile(file: string): boolean {
  return JOURNEY_FILE.test(file);
}

/** A file's name without `.journey.ts`, used until the journey's name is known. */
export function journeyStem(file: string): string {
  return path.basename(file).replace(/(?:\.journey)?\.[cm]?[jt]s$/, '');
}

/** All journey files in a folder and its subfolders, sorted; empty where there is no folder. */
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

/** What an argument selects: a journey by name, files by path, or a path without journey files. */
export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'nothing'; readonly path: string };

/** Interprets one argument: a path has a separator or a file extension, everything else is a name. */
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

/** A file's path for messages: relative to the project if inside it, else absolute. */
export function readablePath(file: string, projectDir: string): string {
  const relative = path.relative(projectDir, file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return file;

  return relative.split(path.sep).join('/');
}

/** Order of texts by their code units, for `toSorted`. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;

  return a < b ? -1 : 1;
}
