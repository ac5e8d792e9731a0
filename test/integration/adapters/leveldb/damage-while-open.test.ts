import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { readTable } from '../../../../lib/adapters/leveldb/table-file.ts';
import { type StoreRepair, totalOf } from '../../../../lib/core/store/store-damage.ts';
import { runAtMinute } from '../../../support/run-records.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const RUNS = 60;
/** Compression and checksum, and the last bytes of the content. */
const BLOCK_END_BYTES = 10;

let dir: string;
let remove: () => Promise<unknown>;

beforeEach(async () => {
  const temporary = await temporaryDir();
  dir = temporary.path;
  remove = temporary.remove;
});

afterEach(async () => {
  await remove();
});

test('openEmbeddedStore() repairs a store that turns out to be damaged while it is read', async () => {
  await storeRuns();
  const repairs: StoreRepair[] = [];
  const store = await openEmbeddedStore({ dir, onRepair: (repair) => repairs.push(repair) });
  const lost = await decayTables();

  const found = await store.store.queryRuns({ journey: 'checkout', region: 'eu-west-1' });
  const isStored = await store.store.putRun(runAtMinute(RUNS + 1));
  await store.close();

  expect(repairs).toHaveLength(1);
  expect(found.length).toBe(RUNS - totalOf(repairs[0]?.lost ?? [], 'run'));
  expect(repairs.map((repair) => totalOf(repair.lost))).toEqual([lost]);
  expect(isStored).toBe(true);
});

test('openEmbeddedStore() says once that a whole database is gone, and goes on', async () => {
  await storeRuns();
  await rm(path.join(dir, 'db'), { recursive: true });
  const repairs: StoreRepair[] = [];

  for (let opening = 0; opening < 2; opening += 1) {
    const store = await openEmbeddedStore({ dir, onRepair: (repair) => repairs.push(repair) });
    await store.close();
  }

  expect(repairs.map(({ lost, setAside }) => [totalOf(lost, 'run'), setAside])).toEqual([
    [RUNS, null],
  ]);
});

/** Two sessions: the first one's runs are in a table, the second's in the log. */
async function storeRuns(): Promise<void> {
  for (const session of [0, 1]) {
    const store = await openEmbeddedStore({ dir });
    for (let minute = 0; minute < RUNS / 2; minute += 1) {
      await store.store.putRun(runAtMinute((session * RUNS) / 2 + minute));
    }
    await store.close();
  }
}

/**
 * Overwrites the end of every block of each table, as a disk that decays: size and time stay. Returns
 * the number of items in them.
 */
async function decayTables(): Promise<number> {
  const lost = new Set<string>();
  for (const name of (await readdir(path.join(dir, 'db'))).filter((each) =>
    each.endsWith('.ldb'),
  )) {
    const file = path.join(dir, 'db', name);
    const [bytes, { atime, mtime }] = [await readFile(file), await stat(file)];
    const damaged = Buffer.from(bytes);
    readTable(bytes, ({ key }, { to }) => {
      lost.add(key.toString('latin1'));
      damaged.fill(0xff, to - BLOCK_END_BYTES, to);
    });
    await writeFile(file, damaged);
    await utimes(file, atime, mtime);
  }

  return [...lost].filter((key) => key.startsWith('item-')).length;
}
