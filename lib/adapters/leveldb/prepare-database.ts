import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  countItems,
  type FileProblem,
  type ItemCount,
  itemKindOf,
  type StoreRepair,
} from '../../core/store/store-damage.ts';
import { claimFolder } from '../local/claim-folder.ts';
import { type DatabasePlace, inspectDatabase } from './inspect-database.ts';
import { readNotedKeys } from './key-record.ts';
import { lockDatabase } from './lock-probe.ts';
import { readFileIfThere } from './read-file.ts';
import { type Salvage, salvage } from './salvage.ts';

/** Result of preparing a database for being opened. */
export type Preparation =
  | { readonly kind: 'ready'; readonly repair: StoreRepair | null }
  /** Another process has it open, or repairs it. */
  | { readonly kind: 'locked' };

/** How to prepare a database. */
export interface PrepareOptions {
  /** Reads every file, also those that have not changed. */
  readonly deep: boolean;
  /** Repairs it even if nothing is found: it could not be opened. */
  readonly force?: boolean;
  /** Now, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** The claim of a process that repairs a store, in the folder of the store. */
export const REPAIR_CLAIM = 'store-repair';
/** List of all repairs, in the folder of the store; one JSON text in each line. */
export const REPAIRS_FILE = 'store-repairs.ndjson';

/** Other keys are those of the table itself, which is created again when it is missing. */
const ITEM_PREFIX = 'item-';

const PRIVATE_FILE_MODE = 0o600;
const PRIVATE_FOLDER_MODE = 0o700;

/** The database of a store and the notes about it. */
export function databaseIn(stateDir: string): DatabasePlace {
  return { dir: path.join(stateDir, 'db'), keysDir: path.join(stateDir, 'db.keys') };
}

/** All repairs of a store, the first one first; lines that cannot be read are left out. */
export function repairsIn(stateDir: string): readonly StoreRepair[] {
  const lines = readFileIfThere(path.join(stateDir, REPAIRS_FILE))?.toString('utf8') ?? '';

  return lines.split('\n').flatMap((line): StoreRepair[] => {
    try {
      return line === '' ? [] : [JSON.parse(line)];
    } catch {
      // A line that was not written completely.
      return [];
    }
  });
}

/** Whether a store has a database, or had one that is lost. */
export function isDatabaseThere(stateDir: string): boolean {
  const { dir, keysDir } = databaseIn(stateDir);

  return [dir, keysDir, `${dir}.repaired`].some((each) => existsSync(each));
}

/**
 * Inspects a database before it is opened. A damaged one is set aside, and a new one takes its place
 * with every item that is undamaged. Throws if that is not possible, for instance because the disk is
 * full; the damaged database then is where it was.
 */
export async function prepareDatabase(
  stateDir: string,
  options: PrepareOptions,
): Promise<Preparation> {
  const place = databaseIn(stateDir);
  finishRepair(place.dir);
  if (options.force !== true && inspectDatabase(place, options).length === 0) {
    return { kind: 'ready', repair: null };
  }
  const claim = claimFolder(stateDir, REPAIR_CLAIM);
  if (claim.kind === 'taken') return { kind: 'locked' };
  try {
    mkdirSync(place.dir, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    const lock = await lockDatabase(place.dir);
    if (lock === null) return { kind: 'locked' };
    try {
      return { kind: 'ready', repair: await repairLocked(place, options) };
    } finally {
      await lock.release();
    }
  } finally {
    claim.release();
  }
}

async function repairLocked(
  place: DatabasePlace,
  { deep, force = false, nowMs }: PrepareOptions,
): Promise<StoreRepair | null> {
  // Another process may have repaired it meanwhile.
  const found = inspectDatabase(place, { deep });
  const problems: readonly FileProblem[] =
    force && found.length === 0 ? [{ file: 'db', kind: 'unopenable' }] : found;
  if (problems.length === 0) return null;
  const at = new Date(nowMs).toISOString();
  if (problems.some(({ file, kind }) => file === 'db' && kind === 'missing')) {
    return startAnew(place, { at, problems });
  }
  const saved = await saveBeside(place);
  const setAside = freeName(`${place.dir}.damaged-${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z`);
  const repair = { at, problems, setAside, ...countsOf(saved) };
  swap(place, setAside);
  note(place, repair);

  return repair;
}

/** Nothing is left of the database: what the notes know was lost. */
function startAnew(
  place: DatabasePlace,
  { at, problems }: Pick<StoreRepair, 'at' | 'problems'>,
): StoreRepair {
  const deleted = new Map<string, { sequence: number; isDeleted: boolean }>();
  const unreadable = readNotedKeys(place.keysDir, ({ key, ...version }) => {
    if ((deleted.get(key)?.sequence ?? -1) < version.sequence) deleted.set(key, version);
  });
  const lost = [...deleted].filter(([, { isDeleted }]) => !isDeleted).map(([key]) => key);
  const nothing = { kept: [], outdated: [], unknownWrites: 0 };
  const repair = {
    at,
    problems,
    setAside: null,
    ...countsOf({ ...nothing, lost, isUncounted: unreadable > 0 }),
  };
  rmSync(place.keysDir, { recursive: true, force: true });
  note(place, repair);

  return repair;
}

async function saveBeside({ dir, keysDir }: DatabasePlace): Promise<Salvage> {
  const draft = `${dir}.repairing`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: PRIVATE_FOLDER_MODE });
  try {
    const saved = await salvage({ dir, keysDir }, draft);
    rmSync(`${dir}.repaired`, { recursive: true, force: true });
    renameSync(draft, `${dir}.repaired`);

    return saved;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Each step can be the last one: {@link finishRepair} continues. */
function swap({ dir, keysDir }: DatabasePlace, setAside: string): void {
  if (existsSync(keysDir)) renameSync(keysDir, path.join(dir, 'keys'));
  renameSync(dir, setAside);
  renameSync(`${dir}.repaired`, dir);
}

/** Continues a repair that was interrupted after the damaged database had been set aside. */
function finishRepair(dir: string): void {
  if (!existsSync(dir) && existsSync(`${dir}.repaired`)) renameSync(`${dir}.repaired`, dir);
}

function note({ dir }: DatabasePlace, repair: StoreRepair): void {
  const file = path.join(path.dirname(dir), REPAIRS_FILE);
  appendFileSync(file, `${JSON.stringify(repair)}\n`, { mode: PRIVATE_FILE_MODE });
}

function countsOf(
  saved: Salvage,
): Pick<StoreRepair, 'kept' | 'lost' | 'outdated' | 'unknownWrites' | 'isUncounted'> {
  return {
    kept: countKeys(saved.kept),
    lost: countKeys(saved.lost),
    outdated: countKeys(saved.outdated),
    unknownWrites: saved.unknownWrites,
    isUncounted: saved.isUncounted,
  };
}

function countKeys(keys: readonly string[]): readonly ItemCount[] {
  return countItems(keys.filter((key) => key.startsWith(ITEM_PREFIX)).map(kindOfKey));
}

/** Kind of a key of the emulator: `item-TABLE~HASH/PK/SK/`, both keys as hexadecimal digits. */
function kindOfKey(key: string): Omit<ItemCount, 'count'> {
  const [, pk = '', sk = ''] = /^item-[^~]*~[^/]*\/([^/]*)\/([^/]*)\/$/.exec(key) ?? [];

  return itemKindOf(text(pk), text(sk));
}

function text(hexadecimal: string): string {
  return Buffer.from(hexadecimal, 'hex').toString('utf8');
}

function freeName(wanted: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!existsSync(name)) return name;
  }
}
