import { ByteReader, FormatError } from './byte-reader.ts';
import { readLog } from './log-file.ts';
import type { FileEntry, FileReading, OnEntry } from './table-file.ts';

const PUT = 1;

/** Reads every undamaged write of a log, which has the newest items of the database. */
export function readWriteLog(bytes: Buffer, onEntry: OnEntry): FileReading {
  const gaps: [number, number][] = [];
  let next: number | null = null;
  let undecoded = 0;
  const { damaged, isTorn } = readLog(bytes, (record, extent) => {
    try {
      const entries = writesOf(record);
      const [first] = entries;
      if (first === undefined) return;
      if (next !== null && first.sequence > next) gaps.push([next, first.sequence - 1]);
      next = first.sequence + entries.length;
      for (const entry of entries) onEntry(entry, extent);
    } catch {
      // The checksum holds, but this is no batch of writes.
      undecoded += 1;
    }
  });

  return { damaged: damaged + undecoded, gaps, isTorn };
}

/** A batch of writes: https://github.com/google/leveldb/blob/main/db/write_batch.cc */
function writesOf(record: Buffer): readonly FileEntry[] {
  const reader = new ByteReader(record);
  const first = reader.fixed64();
  const count = reader.fixed32();
  const entries: FileEntry[] = [];
  while (!reader.isAtEnd) {
    const isPut = reader.byte() === PUT;
    const key = reader.prefixed();
    const value = isPut ? reader.prefixed() : null;
    entries.push({ key, sequence: first + entries.length, value });
  }
  if (entries.length !== count) throw new FormatError('a batch has another length');

  return entries;
}
