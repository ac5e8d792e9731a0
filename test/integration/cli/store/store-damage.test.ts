import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { localDynamoClient } from '../../../../lib/adapters/dynamodb/client.ts';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { EMBEDDED_TABLE } from '../../../../lib/adapters/dynamodb/store-connection.ts';
import { readStoreAddress } from '../../../../lib/adapters/dynamodb/store-file.ts';
import { DAY_MS, HOUR_MS } from '../../../../lib/core/base/time.ts';
import { runKey } from '../../../../lib/core/store/keys.ts';
import { typed } from '../../../support/command-line.ts';
import { finding } from '../../../support/findings.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runAtMinute } from '../../../support/run-records.ts';
import { storeSeries } from '../../../support/stored-rollups.ts';

const RUNS = 20;
const FROM_MS = Date.UTC(2026, 10, 22);
const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('checkout', { schedule: every('5m') }, async ({ http }) => {
  await http.get('http://127.0.0.1/');
});
`;
const DAMAGED_RUN = runAtMinute(RUNS + 5);

test('waywiser store check reports a flipped byte and changes nothing; repair repairs it', async () => {
  const { cwd, db } = await filledStore();
  const before = flipInLog(db);

  const check = await typed(['store', 'check'], { cwd });
  const unchanged = readFileSync(before.file);
  const repair = await typed(['store', 'repair', '--json'], { cwd });
  const again = await typed(['store', 'check', '--json'], { cwd });

  expect(check.code).toBe(3);
  expect(check.out).toMatch(
    /^The store is damaged: \d{6}\.log is damaged\. Repair it with: waywiser store repair\n$/,
  );
  expect(unchanged.equals(before.bytes)).toBe(true);
  expect(repair.code).toBe(0);
  const { repair: done } = JSON.parse(repair.out);
  expect(lostIn(done)).toBe(1);
  expect(readdirSync(done.setAside)).toContain(path.basename(before.file));
  expect(again.code).toBe(0);
  expect(JSON.parse(again.out)).toMatchObject({ sound: true, problems: [], unreadable: [] });
  expect(JSON.parse(again.out).repairs).toEqual([done]);
});

test('every command repairs a damaged store, says what was lost, and goes on', async () => {
  const { cwd, db } = await filledStore();
  flipInLog(db);

  const { code, out, err } = await typed(['runs', 'checkout', '--json'], { cwd });

  expect(code).toBe(0);
  expect(JSON.parse(out).unreadable).toBe(0);
  expect(err).toMatch(
    /The store was damaged \(\d{6}\.log is damaged\) and has been repaired: \d+ items kept\. 1 of \d+ \S+( item)?s? was lost/,
  );
  expect(err).toContain('.waywiser/db.damaged-');
});

test('a damaged item costs that item: readers say so, and repair moves it out', async () => {
  const { cwd, stateDir } = await filledStore();
  await putDamagedRun(stateDir);

  const read = await typed(['runs', 'checkout', '--json', '--limit', '100'], { cwd });
  const check = await typed(['store', 'check', '--json'], { cwd });
  const repair = await typed(['store', 'repair'], { cwd });
  const after = await typed(['store', 'check'], { cwd });

  expect(read.code).toBe(0);
  expect(JSON.parse(read.out).runs).toHaveLength(RUNS);
  expect(JSON.parse(read.out).unreadable).toBe(1);
  expect(read.err).toContain(`A stored item is unreadable and left out: RUN#checkout#eu-west-1`);
  expect(check.code).toBe(3);
  expect(JSON.parse(check.out).unreadable).toHaveLength(1);
  expect(repair.out).toBe('1 unreadable item moved to .waywiser/store-unreadable.ndjson.\n');
  expect(after.code).toBe(0);
});

test.each(['alarms backtest', 'trends'])(
  'waywiser %s --json has the number of damaged items that it left out',
  async (command) => {
    const { cwd, stateDir } = await filledStore({ hasRollups: false });
    const since = ['--since', new Date(FROM_MS).toISOString()];
    const words = [...command.split(' '), '--json', ...since];
    const sound = await typed(words, { cwd });
    await putDamagedRun(stateDir);

    const { code, out, err } = await typed(words, { cwd });

    expect(code).toBe(sound.code);
    expect(JSON.parse(sound.out).unreadable).toBe(0);
    expect(JSON.parse(out).unreadable).toBe(1);
    expect(err).toContain('A stored item is unreadable and left out: RUN#checkout#eu-west-1');
  },
);

test('waywiser store import makes the same store of an export, and nothing twice', async () => {
  const { cwd } = await filledStore();
  const other = projectDir({});
  const file = path.join(cwd, 'history.ndjson.gz');

  const exported = await typed(['store', 'export', '--out', 'history.ndjson.gz', '--json'], {
    cwd,
  });
  const first = await typed(['store', 'import', file, '--json'], { cwd: other });
  const second = await typed(['store', 'import', file, '--json'], { cwd: other });
  const back = await typed(['store', 'export', '--out', 'back.ndjson.gz', '--json'], {
    cwd: other,
  });

  const { items, counts } = JSON.parse(exported.out);
  expect(counts).toMatchObject({ run: RUNS, finding: 1, note: 1 });
  expect(JSON.parse(first.out)).toEqual({ stored: items, present: 0, bad: [], incomplete: null });
  expect(JSON.parse(second.out)).toEqual({ stored: 0, present: items, bad: [], incomplete: null });
  expect(linesOf(path.join(other, 'back.ndjson.gz')).slice(1).toSorted()).toEqual(
    linesOf(file).slice(1).toSorted(),
  );
  expect(back.code).toBe(0);
});

test('waywiser store import names a bad line and does not stop at it', async () => {
  const { cwd } = await filledStore();
  await typed(['store', 'export', '--out', 'a.gz'], { cwd });
  const lines = linesOf(path.join(cwd, 'a.gz'));
  lines[2] = '{"kind":"run"';
  lines[4] = lines[4]?.replace(/"schema":\d+/, '"schema":99') ?? '';
  const other = projectDir({});
  writeFileSync(path.join(other, 'b.gz'), gzipSync(`${lines.join('\n')}\n`));

  const { code, out, err } = await typed(['store', 'import', 'b.gz', '--json'], { cwd: other });

  const result = JSON.parse(out);
  expect(code).toBe(3);
  expect(result.bad.map(({ line }: { line: number }) => line)).toContain(3);
  expect(result.stored).toBe(lines.length - 1 - result.bad.length);
  expect(err).toContain('Cannot import line 3:');
  expect(err).toContain('its checksum differs');
});

test('waywiser store import refuses other files and other versions', async () => {
  const cwd = projectDir({});
  writeFileSync(path.join(cwd, 'other.gz'), gzipSync('{"some":"thing"}\n'));
  writeFileSync(path.join(cwd, 'newer.gz'), gzipSync('{"waywiser":"store-export","schema":2}\n'));

  const results = [
    await typed(['store', 'import', 'other.gz'], { cwd }),
    await typed(['store', 'import', 'newer.gz'], { cwd }),
    await typed(['store', 'import', 'none.gz'], { cwd }),
  ];

  expect(results.map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(results.map(({ err }) => err).join('')).toContain('it has the format 2');
});

test('waywiser store import imports what is left of a file that was cut', async () => {
  const { cwd } = await filledStore();
  await typed(['store', 'export', '--out', 'a.gz'], { cwd });
  const bytes = readFileSync(path.join(cwd, 'a.gz'));
  writeFileSync(path.join(cwd, 'cut.gz'), bytes.subarray(0, bytes.length - 400));
  const other = projectDir({});

  const { code, out } = await typed(['store', 'import', path.join(cwd, 'cut.gz'), '--json'], {
    cwd: other,
  });

  expect(code).toBe(3);
  expect(JSON.parse(out).incomplete).toContain('it ends after line');
  expect(JSON.parse(out).stored).toBeGreaterThan(RUNS / 4);
});

test('waywiser store check finds nothing wrong where nothing is stored', async () => {
  const cwd = projectDir({});

  const { code, out, err } = await typed(['store', 'check'], { cwd });

  expect({ code, out, err }).toEqual({
    err: '',
    code: 0,
    out: 'The store is sound: 0 items read.\n',
  });
});

async function filledStore({ hasRollups = true } = {}): Promise<{
  readonly cwd: string;
  readonly stateDir: string;
  readonly db: string;
}> {
  const cwd = projectDir({ 'journeys/checkout.journey.ts': JOURNEY });
  const stateDir = path.join(cwd, '.waywiser');
  const store = await openEmbeddedStore({ dir: stateDir });
  for (let minute = 0; minute < RUNS; minute += 1) await store.store.putRun(runAtMinute(minute));
  const toMs = FROM_MS + DAY_MS + HOUR_MS;
  const series = { journey: 'checkout', region: 'eu-west-1', fromMs: FROM_MS, toMs };
  if (hasRollups) await storeSeries({ ...series, levels: { duration: () => 250 } }, store.rollups);
  await store.findings.putFinding(finding());
  const at = new Date(FROM_MS).toISOString();
  await store.annotations.putAnnotation({ at, journey: '*', text: 'v2', kind: 'deploy', by: null });
  await store.close();

  return { cwd, stateDir, db: path.join(stateDir, 'db') };
}

/** Flips a bit in the content of the last record of the log. */
function flipInLog(db: string): { readonly file: string; readonly bytes: Buffer } {
  const name = readdirSync(db).find((each) => each.endsWith('.log')) ?? '';
  const file = path.join(db, name);
  const bytes = readFileSync(file);
  const at = bytes.length - 5;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);

  return { file, bytes };
}

function lostIn(repair: { readonly lost: readonly { readonly count: number }[] }): number {
  return repair.lost.reduce((sum, { count }) => sum + count, 0);
}

async function putDamagedRun(stateDir: string): Promise<void> {
  const store = await openEmbeddedStore({ dir: stateDir });
  const address = await readStoreAddress(stateDir);
  if (address === null) throw new Error('the store does not say where it is');
  const client = localDynamoClient(address);
  const item = { ...runKey(DAMAGED_RUN), schema: 1, rank: 40, record: Buffer.from('no gzip') };
  await client.send(new PutItemCommand({ TableName: EMBEDDED_TABLE, Item: marshall(item) }));
  client.destroy();
  await store.close();
}

function linesOf(file: string): string[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
}
