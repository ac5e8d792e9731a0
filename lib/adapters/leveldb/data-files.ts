import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readFileIfThere } from './read-file.ts';
import { type FileReading, type OnEntry, readTable } from './table-file.ts';
import { readWriteLog } from './write-log.ts';

/** A file of a database with items. */
export interface DataFile {
  readonly name: string;
  readonly number: number;
  readonly kind: 'table' | 'log';
}

/** The files with items in the folder of a database, by name. */
export function dataFiles(dir: string): readonly DataFile[] {
  if (!existsSync(dir)) return [];

  return readdirSync(dir)
    .toSorted()
    .flatMap((name): DataFile[] => {
      const [, number, ending] = /^(\d+)\.(ldb|sst|log)$/.exec(name) ?? [];
      if (number === undefined) return [];

      return [{ name, number: Number(number), kind: ending === 'log' ? 'log' : 'table' }];
    });
}

/**
 * Reads every undamaged item of a file. Null: the file is gone, or the disk cannot read it. Throws if
 * it may not be read.
 */
export function readDataFile(
  dir: string,
  { name, kind }: Pick<DataFile, 'name' | 'kind'>,
  onEntry: OnEntry,
): FileReading | null {
  const bytes = readFileIfThere(path.join(dir, name));
  if (bytes === null) return null;

  return kind === 'log' ? readWriteLog(bytes, onEntry) : readTable(bytes, onEntry);
}
