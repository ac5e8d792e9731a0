import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FileProblem } from '../../core/store/store-damage.ts';
import { type DataFile, dataFiles, readDataFile } from './data-files.ts';
import { belongs, isSame, notedFiles, type NotedFile, stateOf } from './key-record.ts';
import { type LiveFiles, readManifest } from './manifest-file.ts';

/** Folders of a database and of the notes about its keys. */
export interface DatabasePlace {
  readonly dir: string;
  readonly keysDir: string;
}

/** Tables whose keys are not noted yet are read only up to this size together: opening must be quick. */
const MAX_UNNOTED_BYTES = 32 * 1024 * 1024;

/**
 * What is wrong with a database that no process has open; empty: it is sound. Tables that are as they were
 * when their keys were noted are read only if `deep`.
 */
export function inspectDatabase(
  place: DatabasePlace,
  { deep }: { readonly deep: boolean },
): readonly FileProblem[] {
  const { dir, keysDir } = place;
  const noted = notedFiles(keysDir);
  const files = dataFiles(dir);
  if (!existsSync(path.join(dir, 'CURRENT')) && files.length === 0) {
    // Never created, or deleted with everything in it.
    return noted.size === 0 ? [] : [{ file: 'db', kind: 'missing' }];
  }
  const live = readManifest(dir);
  if (live === null) return [{ file: 'MANIFEST', kind: 'damaged' }];

  return [
    ...missingFiles(live, files, noted),
    ...unreferencedFiles(live, files, noted),
    ...damagedFiles({ place, noted, live, deep }, files),
  ];
}

function missingFiles(
  live: LiveFiles,
  files: readonly DataFile[],
  noted: ReadonlyMap<string, NotedFile>,
): readonly FileProblem[] {
  const there = new Set(files.map(({ number }) => number));
  const tables = [...live.tables.keys()].filter((number) => !there.has(number));
  const logs = [...noted.keys()]
    .filter((name) => name.endsWith('.log'))
    .map((name) => Number.parseInt(name, 10))
    .filter((number) => number >= live.firstLog && !there.has(number));

  return [
    ...tables.map((number): FileProblem => ({ file: fileName(number, 'ldb'), kind: 'missing' })),
    ...logs.map((number): FileProblem => ({ file: fileName(number, 'log'), kind: 'missing' })),
  ];
}

/** Tables that were in use and that a shortened manifest no longer lists: LevelDB would delete them. */
function unreferencedFiles(
  live: LiveFiles,
  files: readonly DataFile[],
  noted: ReadonlyMap<string, NotedFile>,
): readonly FileProblem[] {
  return files
    .filter(
      ({ kind, number, name }) =>
        kind === 'table' && !live.tables.has(number) && (live.isTorn || noted.has(name)),
    )
    .map(({ name }): FileProblem => ({ file: name, kind: 'unreferenced' }));
}

interface Suspects {
  readonly place: DatabasePlace;
  readonly noted: ReadonlyMap<string, NotedFile>;
  readonly live: LiveFiles;
  readonly deep: boolean;
}

function damagedFiles(
  { place, noted, live, deep }: Suspects,
  files: readonly DataFile[],
): readonly FileProblem[] {
  let unnotedBytes = 0;
  const used = files.filter(({ name }) => belongs(live, name));

  return used.flatMap((file): readonly FileProblem[] => {
    const now = stateOf(place.dir, file.name);
    const before = noted.get(file.name);
    if (now === null) return [{ file: file.name, kind: 'missing' }];
    if (isShorter(file, { sizeBytes: now.sizeBytes, before, live }))
      return [{ file: file.name, kind: 'shortened' }];
    if (before === undefined) unnotedBytes += now.sizeBytes;
    const isTrusted = before === undefined ? unnotedBytes > MAX_UNNOTED_BYTES : isSame(before, now);
    if (isTrusted && !deep && file.kind === 'table') return [];

    return problemsIn(place.dir, file);
  });
}

/** A table has the size that the manifest says, a log at least that of the moment it was noted. */
function isShorter(
  { kind, number }: DataFile,
  {
    sizeBytes,
    before,
    live,
  }: {
    readonly sizeBytes: number;
    readonly before: NotedFile | undefined;
    readonly live: LiveFiles;
  },
): boolean {
  const expected = kind === 'table' ? live.tables.get(number) : before?.sizeBytes;

  return sizeBytes < (expected ?? 0);
}

function problemsIn(dir: string, file: DataFile): readonly FileProblem[] {
  let undecodable = 0;
  const reading = readDataFile(dir, file, ({ value }) => {
    if (value !== null && !isJson(value)) undecodable += 1;
  });
  if (reading === null || reading.damaged > 0) return [{ file: file.name, kind: 'damaged' }];

  return undecodable === 0 ? [] : [{ file: file.name, kind: 'undecodable' }];
}

/** Whether a value can be decoded by the store, which keeps all of them as JSON. */
export function isJson(value: Buffer): boolean {
  try {
    JSON.parse(value.toString('utf8'));

    return true;
  } catch {
    // Not what the store has written.
    return false;
  }
}

function fileName(number: number, ending: string): string {
  return `${String(number).padStart(6, '0')}.${ending}`;
}
