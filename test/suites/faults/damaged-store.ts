import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ClassicLevel } from 'classic-level';
import { openEmbeddedStore } from '../../../lib/adapters/dynamodb/embedded.ts';
import { dataFiles, readDataFile } from '../../../lib/adapters/leveldb/data-files.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';
import { finding } from '../../support/findings.ts';
import { runAtMinute } from '../../support/run-records.ts';
import { storeSeries } from '../../support/stored-rollups.ts';

/** A store to damage, made once: its folder, its items, and which bytes hold each of them. */
export interface TemplateStore {
  readonly dir: string;
  /** Values by key, as the database returns them. */
  readonly items: ReadonlyMap<string, string>;
  /** The bytes that hold the newest version of each item. */
  readonly places: ReadonlyMap<string, ItemPlace>;
}

interface ItemPlace {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly sequence: number;
}

/** A damaged copy. `changed`: the first and the last changed byte of each part of a file. */
export interface Damage {
  readonly kind: string;
  readonly file: string;
  readonly changed: readonly (readonly [number, number])[];
}

type Random = () => number;

const SESSIONS = 5;
const RUNS_PER_SESSION = 150;
const FROM_MS = Date.UTC(2026, 10, 20);

/** Stores runs, rollups, findings and notes in several sessions, each of which leaves a table. */
export async function templateStore(): Promise<TemplateStore> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'waywiser-template-'));
  const random = seededRandom(7);
  for (let session = 0; session < SESSIONS; session += 1) await fill(dir, session, random);
  const places = new Map<string, ItemPlace>();
  for (const file of dataFiles(path.join(dir, 'db'))) {
    readDataFile(path.join(dir, 'db'), file, ({ key, sequence }, { from, to }) => {
      const name = key.toString('latin1');
      if ((places.get(name)?.sequence ?? -1) > sequence) return;
      places.set(name, { file: file.name, from, to, sequence });
    });
  }

  return { dir, items: await itemsIn(dir), places };
}

async function fill(dir: string, session: number, random: Random): Promise<void> {
  const store = await openEmbeddedStore({ dir });
  try {
    const minutes = Array.from(
      { length: RUNS_PER_SESSION },
      (_, index) => session * RUNS_PER_SESSION + index,
    );
    await Promise.all(
      minutes.map((minute) =>
        store.store.putRun(
          runAtMinute(minute * 7, {
            journey: minute % 2 === 0 ? 'checkout' : 'search',
            // Not compressible, as addresses and times are.
            log: [
              { level: 'info', text: noise(random, 200 + 2_000 * random()), atMs: 1, source: null },
            ],
          }),
        ),
      ),
    );
    const levels = { duration: () => 250 };
    const fromMs = FROM_MS + session * DAY_MS;
    await storeSeries(
      { journey: 'checkout', region: 'local', levels, fromMs, toMs: fromMs + DAY_MS + HOUR_MS },
      store.rollups,
    );
    await store.findings.putFinding(finding({ id: `drift-${session}` }));
    await store.annotations.putAnnotation({
      at: new Date(fromMs).toISOString(),
      journey: '*',
      text: `Release ${session}`,
      kind: 'deploy',
      by: '',
    });
  } finally {
    await store.close();
  }
}

function noise(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join('');
}

/** All items of a store's database, read by LevelDB itself. */
export async function itemsIn(dir: string): Promise<ReadonlyMap<string, string>> {
  // A copy: opening changes the files.
  const copy = mkdtempSync(path.join(os.tmpdir(), 'waywiser-items-'));
  try {
    cpSync(path.join(dir, 'db'), copy, { recursive: true });
    const database = new ClassicLevel(copy);
    const entries = await database.iterator().all();
    await database.close();

    return new Map(entries);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const KINDS = [
  'flip',
  'flips',
  'zeros',
  'garbage',
  'shortened',
  'missing',
  'replaced',
  'emptied',
] as const;
const REGIONS = ['start', 'middle', 'index', 'footer'] as const;
const FOOTER_BYTES = 48;
const EDGE_BYTES = 300;

/** Damages one file of a store's database: every kind, every file and every region in turn. */
export function damageStore(dir: string, number: number): Damage {
  const random = seededRandom(1_000 + number);
  const db = path.join(dir, 'db');
  const files = readdirSync(db).toSorted();
  const file = files[Math.floor(number / KINDS.length) % files.length] ?? '';
  const kind = KINDS[number % KINDS.length] ?? 'flip';
  const region = REGIONS[Math.floor(random() * REGIONS.length)] ?? 'start';
  const bytes = readFileSync(path.join(db, file));
  const name = `${kind} ${region}`;
  if (kind === 'missing') {
    rmSync(path.join(db, file));

    return { kind, file, changed: [[0, bytes.length]] };
  }
  const damaged = damagedBytes(bytes, { kind, region, random });
  writeFileSync(path.join(db, file), damaged);

  return { kind: name, file, changed: changesOf(bytes, damaged) };
}

function damagedBytes(
  bytes: Buffer,
  {
    kind,
    region,
    random,
  }: {
    readonly kind: (typeof KINDS)[number];
    readonly region: (typeof REGIONS)[number];
    readonly random: Random;
  },
): Buffer {
  const copy = Buffer.from(bytes);
  const at = placeIn(bytes.length, region, random);
  const end = Math.min(bytes.length, at + 1 + Math.floor(random() * 6_000));
  switch (kind) {
    case 'flip':
      flip(copy, at, random);
      break;
    case 'flips':
      flipSeveral(copy, random);
      break;
    case 'zeros':
      copy.fill(0, at, end);
      break;
    case 'garbage':
      noiseBytes(end - at, random).copy(copy, at);
      break;
    case 'replaced':
      return noiseBytes(bytes.length, random);
    case 'emptied':
      return Buffer.alloc(0);
    case 'shortened':
      return copy.subarray(0, at);
    case 'missing':
      break;
  }

  return copy;
}

function noiseBytes(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

/** Also one in the index, so that blocks must be found without it. */
function flipSeveral(bytes: Buffer, random: Random): void {
  const places = Array.from({ length: 5 }, () => Math.floor(random() * bytes.length));
  for (const at of [...places, placeIn(bytes.length, 'index', random)]) flip(bytes, at, random);
}

function flip(bytes: Buffer, at: number, random: Random): void {
  if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
}

function placeIn(length: number, region: (typeof REGIONS)[number], random: Random): number {
  const middle = Math.max(EDGE_BYTES, length - EDGE_BYTES - FOOTER_BYTES);
  const bounds = { start: 0, middle: EDGE_BYTES, index: middle, footer: length - FOOTER_BYTES };
  const ends = { start: EDGE_BYTES, middle, index: length - FOOTER_BYTES, footer: length };
  const [from, to] = [bounds[region], ends[region]];
  const place = from + Math.floor(random() * (to - from));

  return Math.max(0, Math.min(length - 1, place));
}

function changesOf(before: Buffer, after: Buffer): readonly (readonly [number, number])[] {
  const changes: [number, number][] = [];
  for (let at = 0; at < before.length; at += 1) {
    if (before[at] === after[at]) continue;
    const last = changes.at(-1);
    if (last !== undefined && last[1] === at - 1) last[1] = at;
    else changes.push([at, at]);
  }

  return changes;
}

/** Whether damage touches the bytes that hold an item. */
export function isTouched(place: ItemPlace, { file, changed }: Damage): boolean {
  return place.file === file && changed.some(([from, to]) => from < place.to && to >= place.from);
}
