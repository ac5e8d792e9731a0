import { databaseIn, repairsIn } from '../../adapters/leveldb/prepare-database.ts';
import { inspectDatabase } from '../../adapters/leveldb/inspect-database.ts';
import { notedItems } from '../../adapters/leveldb/key-record.ts';
import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import {
  countItems,
  type FileProblem,
  type ItemCount,
  itemKindOf,
  type StoreRepair,
  type UnreadableItem,
} from '../../core/store/store-damage.ts';
import { describeCheck } from '../../report/format/describe-store-damage.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { hasLocalStore } from '../frame/history-stores.ts';
import { EXIT, type Io } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { progressOf } from '../frame/progress.ts';
import { storeNotices } from '../frame/store-notices.ts';
import { allItems } from './all-items.ts';

/** Options of `waywiser store check` and `repair`. */
export interface StoreCheckOptions {
  readonly json?: boolean;
}

/** Result of a check: the JSON document of `waywiser store check --json`. */
export interface StoreCheck {
  readonly sound: boolean;
  readonly problems: readonly FileProblem[];
  /** Items by kind and day; null: not read, because files are damaged. */
  readonly items: readonly ItemCount[] | null;
  readonly unreadable: readonly UnreadableItem[];
  /** Earlier repairs of this store. */
  readonly repairs: readonly StoreRepair[];
}

/** A process that has the database open may replace files meanwhile: only what persists is damage. */
const LOOKS = 3;

/** `waywiser store check`: reads everything, changes nothing, and reports what is damaged. */
export async function storeCheck(
  { json = false }: StoreCheckOptions,
  paths: Paths,
  io: Io,
): Promise<number> {
  const check = await checkStore(paths, io);
  if (json) io.out(jsonDocument(check));
  else for (const line of describeCheck(check)) io.out(`${cleanText(line)}\n`);

  return check.sound ? EXIT.passed : EXIT.unknown;
}

async function checkStore(paths: Paths, io: Io): Promise<StoreCheck> {
  const isThere = hasLocalStore(paths);
  const repairs = repairsIn(paths.stateDir);
  const nothing = { items: [], unreadable: [], problems: [], repairs };
  if (!isThere) return { ...nothing, sound: true };
  const problems = lastingProblems(paths);
  // Opening would repair it; a check changes nothing.
  if (problems.length > 0) return { ...nothing, sound: false, problems, items: null };
  const { items, unreadable } = await readItems(paths, io);

  return { ...nothing, sound: unreadable.length === 0, items, unreadable };
}

function lastingProblems({ stateDir }: Paths): readonly FileProblem[] {
  let problems: readonly FileProblem[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    problems = inspectDatabase(databaseIn(stateDir), { deep: true });
    if (problems.length === 0) break;
  }

  return problems;
}

async function readItems(
  paths: Paths,
  io: Io,
): Promise<{
  readonly items: readonly ItemCount[];
  readonly unreadable: readonly UnreadableItem[];
}> {
  const store = await openEmbeddedStore({ ...storeNotices(io), dir: paths.stateDir });
  const progress = progressOf(notedItems(databaseIn(paths.stateDir).keysDir), io, Date.now);
  const kinds: Omit<ItemCount, 'count'>[] = [];
  const unreadable: UnreadableItem[] = [];
  try {
    for await (const { item, problem } of allItems(store.transfer)) {
      kinds.push(itemKindOf(item.pk, item.sk));
      if (problem !== null) unreadable.push({ pk: item.pk, sk: item.sk, reason: problem });
      progress.done(kinds.length);
    }
  } finally {
    progress.end();
    await store.close();
  }

  return { items: countItems(kinds), unreadable };
}
