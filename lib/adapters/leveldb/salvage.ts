import { ClassicLevel } from 'classic-level';
import { dataFiles, readDataFile } from './data-files.ts';
import { isJson } from './inspect-database.ts';
import { isSame, notedFiles, readNotedKeys, stateOf } from './key-record.ts';
import { readManifest } from './manifest-file.ts';

/** What could be saved of a damaged database, by the keys of its items. */
export interface Salvage {
  /** Keys that were written to the new database. */
  readonly kept: readonly string[];
  readonly lost: readonly string[];
  /** Keys of which only a version before the newest was found; they are among `kept`. */
  readonly outdated: readonly string[];
  readonly unknownWrites: number;
  /** Whether there may be losses that were not noted. */
  readonly isUncounted: boolean;
}

interface Version {
  readonly sequence: number;
  readonly isDeleted: boolean;
}

const ITEMS_PER_BATCH = 500;

/**
 * Writes the newest undamaged version of every item of a damaged database into a new one, and
 * compares it with the notes about its keys. `dir` is only read.
 */
export async function salvage(
  { dir, keysDir }: { readonly dir: string; readonly keysDir: string },
  target: string,
): Promise<Salvage> {
  const scan = scanFiles(dir);
  await copyNewest(dir, scan.newest, target);
  const compared = compareWithNotes(keysDir, scan);
  const isUncounted = compared.isUncounted || hasUnnotedLoss({ dir, keysDir }, scan);

  return { kept: keptKeys(scan.newest), ...compared, isUncounted };
}

interface Scan {
  readonly newest: Map<string, Version>;
  /** Keys of items with a whole block but a value that cannot be decoded. */
  readonly undecodable: Set<string>;
  readonly gaps: (readonly [number, number])[];
  readonly damagedFiles: string[];
}

function scanFiles(dir: string): Scan {
  const scan: Scan = { newest: new Map(), undecodable: new Set(), gaps: [], damagedFiles: [] };
  for (const file of dataFiles(dir)) {
    const reading = readDataFile(dir, file, ({ key, sequence, value }) => {
      const name = key.toString('latin1');
      if (value !== null && !isJson(value)) {
        scan.undecodable.add(name);

        return;
      }
      if ((scan.newest.get(name)?.sequence ?? -1) > sequence) return;
      scan.newest.set(name, { sequence, isDeleted: value === null });
    });
    scan.gaps.push(...(reading?.gaps ?? []));
    if (reading === null || reading.damaged > 0) scan.damagedFiles.push(file.name);
  }

  return scan;
}

/** Reads the files a second time: the values of a whole history do not fit in memory. */
async function copyNewest(
  dir: string,
  newest: ReadonlyMap<string, Version>,
  target: string,
): Promise<void> {
  const database = new ClassicLevel<Buffer, Buffer>(target, {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
  });
  await database.open();
  const copied = new Set<string>();
  try {
    for (const file of dataFiles(dir)) {
      const items: { type: 'put'; key: Buffer; value: Buffer }[] = [];
      readDataFile(dir, file, ({ key, sequence, value }) => {
        const name = key.toString('latin1');
        if (value === null || newest.get(name)?.sequence !== sequence || copied.has(name)) return;
        if (!isJson(value)) return;
        copied.add(name);
        items.push({ type: 'put', key, value });
      });
      for (let from = 0; from < items.length; from += ITEMS_PER_BATCH) {
        await database.batch(items.slice(from, from + ITEMS_PER_BATCH), { sync: true });
      }
    }
  } finally {
    await database.close();
  }
}

function keptKeys(newest: ReadonlyMap<string, Version>): readonly string[] {
  return [...newest].filter(([, { isDeleted }]) => !isDeleted).map(([key]) => key);
}

function compareWithNotes(keysDir: string, scan: Scan): Omit<Salvage, 'kept'> {
  const noted = new Map<string, Version>();
  const sequences = new Set<number>();
  const unreadable = readNotedKeys(keysDir, ({ key, sequence, isDeleted }) => {
    sequences.add(sequence);
    if ((noted.get(key)?.sequence ?? -1) < sequence) noted.set(key, { sequence, isDeleted });
  });
  const lost = new Set([...scan.undecodable].filter((key) => !scan.newest.has(key)));
  const outdated: string[] = [];
  for (const [key, { sequence, isDeleted }] of noted) {
    const found = scan.newest.get(key);
    if (isDeleted) continue;
    if (found === undefined) lost.add(key);
    else if (found.sequence < sequence) outdated.push(key);
  }

  return {
    lost: [...lost],
    outdated,
    unknownWrites: unnoted(scan.gaps, sequences),
    isUncounted: unreadable > 0,
  };
}

/** Whether a damaged or missing file has items that were not noted, or not all of them. */
function hasUnnotedLoss(
  { dir, keysDir }: { readonly dir: string; readonly keysDir: string },
  { damagedFiles }: Scan,
): boolean {
  const noted = notedFiles(keysDir);
  const there = new Set(dataFiles(dir).map(({ number }) => number));
  const missing = [...(readManifest(dir)?.tables.keys() ?? [])].filter(
    (number) => !there.has(number),
  );
  const notedNumbers = new Set([...noted.keys()].map((name) => Number.parseInt(name, 10)));
  if (missing.some((number) => !notedNumbers.has(number))) return true;

  return damagedFiles.some((name) => {
    const [note, now] = [noted.get(name), stateOf(dir, name)];
    // A log that has grown since: what was lost at its end is unknown.
    if (note !== undefined && now !== null && name.endsWith('.log'))
      return !isSame(note, now) && now.sizeBytes > note.sizeBytes;

    return note === undefined;
  });
}

/** Missing writes between two records of a log that are not noted. */
function unnoted(gaps: Scan['gaps'], noted: ReadonlySet<number>): number {
  let count = 0;
  for (const [from, to] of gaps) {
    for (let sequence = from; sequence <= to; sequence += 1) if (!noted.has(sequence)) count += 1;
  }

  return count;
}
