import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What we, Playwright and Chromium call the things that they put in the system's temporary folder. */
const OURS = /^(waywiser-|playwright|core|\.?org\.chromium|\.?com\.google)/;

/** Counts temporary files of workers and their browsers that appeared since `known` was listed. */
export function newBrowserFiles(known: ReadonlySet<string>): number {
  return [...browserFolders()]
    .filter((name) => !known.has(name))
    .reduce((sum, name) => sum + 1 + entriesIn(path.join(os.tmpdir(), name)), 0);
}

/** Names in the system's temporary folder that may be of workers and browsers. */
export function browserFolders(): ReadonlySet<string> {
  return new Set(readdirSync(os.tmpdir()).filter((name) => OURS.test(name)));
}

function entriesIn(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true }).length;
  } catch {
    // A file, or gone since it was listed.
    return 0;
  }
}
