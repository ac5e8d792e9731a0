import path from 'node:path';
import { ByteReader, FormatError } from './byte-reader.ts';
import { readLog } from './log-file.ts';
import { readFileIfThere } from './read-file.ts';

/** The files that a database consists of, as its manifest lists them. */
export interface LiveFiles {
  /** Sizes of tables by their number. */
  readonly tables: ReadonlyMap<number, number>;
  /** Logs from this number on have items that no table has. */
  readonly firstLog: number;
  /** Whether the last change of this list is incomplete. */
  readonly isTorn: boolean;
}

/** Tags of a version edit: https://github.com/google/leveldb/blob/main/db/version_edit.cc */
const TAG = {
  comparator: 1,
  log: 2,
  nextFile: 3,
  lastSequence: 4,
  compactPointer: 5,
  deletedFile: 6,
  newFile: 7,
  previousLog: 9,
} as const;

/**
 * Reads which files belong to a database; null if CURRENT or the manifest is missing or damaged. A
 * last record that is incomplete is left out, as LevelDB does after a power failure.
 */
export function readManifest(dir: string): LiveFiles | null {
  const current = readFileIfThere(path.join(dir, 'CURRENT'))?.toString('latin1') ?? '';
  const bytes = /^MANIFEST-\d+\n$/.test(current)
    ? readFileIfThere(path.join(dir, current.trim()))
    : null;
  if (bytes === null) return null;
  const state = { tables: new Map<number, number>(), firstLog: -1 };
  try {
    const { damaged, isTorn } = readLog(bytes, (edit) => applyEdit(new ByteReader(edit), state));

    return damaged > 0 || state.firstLog < 0 ? null : { ...state, isTorn };
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

interface State {
  readonly tables: Map<number, number>;
  firstLog: number;
}

function applyEdit(edit: ByteReader, state: State): void {
  while (!edit.isAtEnd) applyField(edit.varint(), edit, state);
}

function applyField(tag: number, edit: ByteReader, state: State): void {
  switch (tag) {
    case TAG.comparator:
      edit.prefixed();
      break;
    case TAG.log:
      state.firstLog = edit.varint();
      break;
    case TAG.nextFile:
    case TAG.lastSequence:
    case TAG.previousLog:
      edit.varint();
      break;
    case TAG.compactPointer:
      edit.varint();
      edit.prefixed();
      break;
    case TAG.deletedFile:
      edit.varint();
      state.tables.delete(edit.varint());
      break;
    case TAG.newFile:
      addTable(edit, state);
      break;
    default:
      throw new FormatError('an unknown field');
  }
}

function addTable(edit: ByteReader, { tables }: State): void {
  edit.varint();
  const number = edit.varint();
  tables.set(number, edit.varint());
  edit.prefixed();
  edit.prefixed();
}
