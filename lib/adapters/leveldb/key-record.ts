import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type DataFile, dataFiles, readDataFile } from './data-files.ts';
import { type LiveFiles, readManifest } from './manifest-file.ts';
import { readFileIfThere } from './read-file.ts';

// What the database held, noted outside it. A table never changes after it was written, so the keys
// of each are noted once, in a file whose name is the table's with its size and time. About 1% of the
// database's size.

/** A file of the database whose keys were noted, with its size and time at that moment. */
export interface NotedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly noteFile: string;
}

/** A noted key, and the sequence number of its write. */
export interface NotedKey {
  readonly key: string;
  readonly sequence: number;
  readonly isDeleted: boolean;
}

const NOTE_NAME = /^(\d+\.(?:ldb|sst|log))-(\d+)-(\d+)\.gz$/;
const PRIVATE_FILE_MODE = 0o600;
const PRIVATE_FOLDER_MODE = 0o700;

/** The files whose keys are noted in a folder, by name. */
export function notedFiles(keysDir: string): ReadonlyMap<string, NotedFile> {
  if (!existsSync(keysDir)) return new Map();

  return new Map(
    readdirSync(keysDir).flatMap((noteFile): [string, NotedFile][] => {
      const [, name, size, mtime] = NOTE_NAME.exec(noteFile) ?? [];
      if (name === undefined) return [];

      return [[name, { name, sizeBytes: Number(size), mtimeMs: Number(mtime), noteFile }]];
    }),
  );
}

/** Reads all noted keys. Notes that are damaged themselves are left out; returns their number. */
export function readNotedKeys(keysDir: string, onKey: (key: NotedKey) => void): number {
  let unreadable = 0;
  for (const { noteFile } of notedFiles(keysDir).values()) {
    try {
      const lines = gunzipSync(readFileIfThere(path.join(keysDir, noteFile)) ?? '').toString(
        'latin1',
      );
      lines.split('\n').filter(Boolean).map(parsed).forEach(onKey);
    } catch {
      unreadable += 1;
    }
  }

  return unreadable;
}

/** About how many items a database has, by the notes about it; at least 1. */
export function notedItems(keysDir: string): number {
  const keys = new Set<string>();
  readNotedKeys(keysDir, ({ key }) => keys.add(key));

  return Math.max(1, keys.size);
}

/**
 * Notes the keys of new and changed files of a database, the newest first, and removes the notes of
 * files that do not belong to it any more. Stops when `mayGoOn` says so; the next call continues.
 */
export function noteKeys(dir: string, keysDir: string, mayGoOn: () => boolean): void {
  const live = readManifest(dir);
  // Just being changed, or damaged: the next call or the next start finds out.
  if (live === null) return;
  mkdirSync(keysDir, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const noted = notedFiles(keysDir);
  for (const { name, noteFile } of noted.values()) {
    // A file that is missing keeps its note: it names what was lost.
    if (!belongs(live, name)) rmSync(path.join(keysDir, noteFile), { force: true });
  }
  const files = dataFiles(dir).filter(({ name }) => belongs(live, name));
  for (const file of files.toReversed()) {
    if (!mayGoOn()) return;
    noteFileKeys({ dir, keysDir, noted }, file);
  }
}

/** Whether a database needs a file, going by its name. */
export function belongs({ tables, firstLog }: LiveFiles, name: string): boolean {
  const number = Number.parseInt(name, 10);

  return name.endsWith('.log') ? number >= firstLog : tables.has(number);
}

interface NotePlace {
  readonly dir: string;
  readonly keysDir: string;
  readonly noted: ReadonlyMap<string, NotedFile>;
}

/** A damaged file gets no note: the next start finds out. */
function noteFileKeys({ dir, keysDir, noted }: NotePlace, file: DataFile): void {
  const now = stateOf(dir, file.name);
  const before = noted.get(file.name);
  // It was merged into another table meanwhile.
  if (now === null || (before !== undefined && isSame(before, now))) return;
  const lines: string[] = [];
  const reading = readDataFile(dir, file, ({ key, sequence, value }) => {
    lines.push(`${sequence}${value === null ? '-' : ' '}${key.toString('latin1')}`);
  });
  if (reading === null || reading.damaged > 0) return;
  const name = `${file.name}-${now.sizeBytes}-${now.mtimeMs}.gz`;
  const draft = path.join(keysDir, `${name}.tmp`);
  writeFileSync(draft, gzipSync(Buffer.from(lines.join('\n'), 'latin1')), {
    mode: PRIVATE_FILE_MODE,
  });
  renameSync(draft, path.join(keysDir, name));
  if (before !== undefined) rmSync(path.join(keysDir, before.noteFile), { force: true });
}

/** Size and time of a file now; null: it is gone. */
export function stateOf(
  dir: string,
  name: string,
): Pick<NotedFile, 'sizeBytes' | 'mtimeMs'> | null {
  const stats = statSync(path.join(dir, name), { throwIfNoEntry: false });

  return stats === undefined ? null : { sizeBytes: stats.size, mtimeMs: Math.floor(stats.mtimeMs) };
}

/** Whether a file is as it was when its keys were noted. */
export function isSame(
  one: Pick<NotedFile, 'sizeBytes' | 'mtimeMs'>,
  other: Pick<NotedFile, 'sizeBytes' | 'mtimeMs'>,
): boolean {
  return one.sizeBytes === other.sizeBytes && one.mtimeMs === other.mtimeMs;
}

function parsed(line: string): NotedKey {
  const mark = line.search(/[ -]/);

  return {
    sequence: Number(line.slice(0, mark)),
    isDeleted: line[mark] === '-',
    key: line.slice(mark + 1),
  };
}
