import { type DataFile, dataFiles, readDataFile } from './data-files.ts';
import { belongs, noteKeys } from './key-record.ts';
import { readManifest } from './manifest-file.ts';
import { databaseIn } from './prepare-database.ts';

/** Notes the keys of a database while it is open, and reads its files from time to time. */
export interface DatabaseWatch {
  /** Notes what was written last; the database has been closed. */
  end(): void;
}

const NOTE_EVERY_MS = 60_000;
/** Longest pause that noting makes in answering requests. */
const MAX_NOTE_MS = 200;
/** Closing must be quick: after Ctrl-C everything ends within two seconds. */
const MAX_END_MS = 400;

/**
 * Watches a database. The keys of new files are noted every minute, and some tables are read and their
 * checksums compared, so that a year-old file that has decayed is found: LevelDB itself does not compare
 * them. A
 * damaged one ends the thread with an exception: the store is then reopened, and repaired.
 */
export function watchDatabase(stateDir: string): DatabaseWatch {
  const place = databaseIn(stateDir);
  let read = 0;

  function noteFor(limitMs: number): void {
    const endMs = performance.now() + limitMs;
    try {
      noteKeys(place.dir, place.keysDir, () => performance.now() < endMs);
    } catch {
      // The disk is full, or a file has just been replaced: the next minute tries again.
    }
  }

  function readTableFile(table: DataFile | undefined): void {
    const reading = table === undefined ? null : readDataFile(place.dir, table, () => {});
    if (reading === null || reading.damaged === 0) return;
    throw new Error(`Cannot go on with the database: ${table?.name} is damaged`);
  }

  function readSome(): void {
    const live = readManifest(place.dir);
    const tables = dataFiles(place.dir).filter(
      ({ kind, name }) => kind === 'table' && live !== null && belongs(live, name),
    );
    const endMs = performance.now() + MAX_NOTE_MS;
    for (let count = 0; count < tables.length && performance.now() < endMs; count += 1) {
      readTableFile(tables[read % tables.length]);
      read += 1;
    }
  }

  noteFor(MAX_NOTE_MS);
  const timer = setInterval(() => {
    noteFor(MAX_NOTE_MS);
    readSome();
  }, NOTE_EVERY_MS);
  timer.unref();

  return {
    end: () => {
      clearInterval(timer);
      noteFor(MAX_END_MS);
    },
  };
}
