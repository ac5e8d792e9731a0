import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openEmbeddedStore } from '../../../lib/adapters/dynamodb/embedded.ts';
import { type StoreRepair, totalOf } from '../../../lib/core/store/store-damage.ts';
import { runRecord } from '../../support/run-records.ts';
import {
  type Damage,
  damageStore,
  isTouched,
  itemsIn,
  templateStore,
  type TemplateStore,
} from './damaged-store.ts';

// oxlint-disable-next-line node/no-process-env -- the length of the campaign
const COUNT = process.env['WAYWISER_FAULTS'] === 'all' ? 1_000 : 40;
/** The short form visits other pairs of kind and file each time, too: it has no divisor in common with their numbers. */
const STRIDE = COUNT === 1_000 ? 1 : 11;
const TEST_TIMEOUT_MS = 1_800_000;

let template: TemplateStore;

beforeAll(async () => {
  template = await templateStore();
}, TEST_TIMEOUT_MS);

afterAll(() => rmSync(template.dir, { recursive: true, force: true }));

test(
  'the store goes on after damage, keeps what is undamaged and counts what is lost',
  async () => {
    const results: Result[] = [];
    for (let number = 0; number < COUNT; number += 1)
      results.push(await tryDamage(number * STRIDE));
    const lost = results.flatMap(({ isCounted, lostItems }) => (lostItems > 0 ? [isCounted] : []));
    process.stderr.write(
      `${COUNT} damaged, monitoring goes on in ${results.filter(({ goesOn }) => goesOn).length}, ` +
        `repaired ${results.filter(({ isRepaired }) => isRepaired).length}, ` +
        `undamaged items lost ${results.reduce((sum, each) => sum + each.undamagedLost, 0)}, ` +
        `items lost ${results.reduce((sum, each) => sum + each.lostItems, 0)}, ` +
        `losses counted in ${lost.filter(Boolean).length} of ${lost.length}\n`,
    );

    expect(results.filter((each) => !isRight(each))).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);

interface Result {
  readonly damage: string;
  readonly goesOn: boolean;
  readonly isRepaired: boolean;
  readonly undamagedLost: number;
  readonly lostItems: number;
  readonly isCounted: boolean;
  readonly wrongValues: number;
  readonly error: string | null;
}

function isRight(each: Result): boolean {
  return each.goesOn && each.undamagedLost === 0 && each.isCounted && each.wrongValues === 0;
}

async function tryDamage(number: number): Promise<Result> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'waywiser-damaged-'));
  try {
    cpSync(template.dir, dir, { recursive: true, preserveTimestamps: true });
    const damage = damageStore(dir, number);
    const repairs: StoreRepair[] = [];
    const { goesOn, error } = await recordOneRun(dir, repairs);

    return await judge({ dir, damage, repairs, goesOn, error, number });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function recordOneRun(
  dir: string,
  repairs: StoreRepair[],
): Promise<{ readonly goesOn: boolean; readonly error: string | null }> {
  const record = runRecord({ journey: 'afterwards' });
  try {
    const store = await openEmbeddedStore({ dir, onRepair: (repair) => repairs.push(repair) });
    await store.store.putRun(record);
    const found = await store.store.getRun('afterwards', record.region, record.runId);
    await store.close();

    return { goesOn: found !== null, error: null };
  } catch (error) {
    return { goesOn: false, error: String(error) };
  }
}

interface Tried {
  readonly dir: string;
  readonly damage: Damage;
  readonly repairs: readonly StoreRepair[];
  readonly goesOn: boolean;
  readonly error: string | null;
  readonly number: number;
}

async function judge({ dir, damage, repairs, goesOn, error, number }: Tried): Promise<Result> {
  const found = goesOn ? await itemsIn(dir) : new Map<string, string>();
  // The table itself is created again.
  const keys = [...template.items.keys()].filter((key) => key.startsWith('item-'));
  const missing = keys.filter((key) => !found.has(key));
  const changed = keys.filter(
    (key) => found.has(key) && found.get(key) !== template.items.get(key),
  );
  function isUntouched(key: string): boolean {
    const place = template.places.get(key);

    return place !== undefined && !isTouched(place, damage);
  }

  const said = repairs.reduce((sum, { lost }) => sum + totalOf(lost), 0);
  const outdated = repairs.reduce((sum, each) => sum + totalOf(each.outdated), 0);

  return {
    damage: `${number}: ${damage.kind} of ${damage.file}, ${JSON.stringify(damage.changed.slice(0, 3))}, said ${said} and ${outdated}, missing ${missing.length}, changed ${changed.length}`,
    goesOn,
    isRepaired: repairs.length > 0,
    undamagedLost: [...missing, ...changed].filter(isUntouched).length,
    lostItems: missing.length,
    isCounted: said === missing.length && outdated >= changed.length,
    wrongValues: Math.max(0, changed.length - outdated),
    error,
  };
}
