import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { typed } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';

const CONFIG = `export default { retention: { runs: '10d', evidence: '5d' } };`;
const RUNS = 30;
const START_MS = Math.floor(Date.now() / DAY_MS - 20) * DAY_MS;

test('waywiser store counts what is stored by kind, with its age and how long it is stored', async () => {
  const cwd = projectDir({ 'waywiser.config.ts': CONFIG });
  const stateDir = path.join(cwd, '.waywiser');
  const embedded = await openEmbeddedStore({ dir: stateDir, retentionDays: 10 });
  const ids: string[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const scheduledAt = new Date(START_MS + index * MINUTE_MS).toISOString();
    const record = runRecord({ journey: 'shop', region: 'local', scheduledAt });
    ids.push(record.runId);
    await embedded.store.putRun(record);
  }
  await embedded.annotations.putAnnotation({
    at: new Date(START_MS).toISOString(),
    journey: 'shop',
    text: 'v2 deployed',
    kind: 'deploy',
    by: null,
  });
  await embedded.close();
  const evidence = path.join(stateDir, 'evidence', ids[0] ?? '');
  mkdirSync(evidence, { recursive: true });
  writeFileSync(path.join(evidence, 'screenshot.png'), Buffer.alloc(12_345));
  mkdirSync(path.join(stateDir, 'evidence', 'notes-of-a-colleague'));

  const { code, out } = await typed(['store', '--json'], { cwd });

  expect(code).toBe(0);
  const { kinds, diskBytes, folder } = JSON.parse(out);
  const byKind = Object.fromEntries(kinds.map((each: { kind: string }) => [each.kind, each]));
  expect(folder).toBe('.waywiser');
  expect(diskBytes).toBeGreaterThan(RUNS * 300);
  expect(byKind.runs).toMatchObject({
    count: RUNS,
    oldest: new Date(START_MS).toISOString(),
    newest: new Date(START_MS + (RUNS - 1) * MINUTE_MS).toISOString(),
    expired: RUNS,
    retentionDays: 10,
  });
  expect(byKind.runs.sizeBytes / RUNS).toBeGreaterThan(300);
  expect(byKind.notes).toMatchObject({ count: 1, expired: 0, retentionDays: 1827 });
  expect(byKind['hourly-rollups']).toMatchObject({ count: 0, oldest: null, retentionDays: 400 });
  expect(byKind.evidence).toMatchObject({
    count: 1,
    sizeBytes: 12_345,
    oldest: new Date(START_MS).toISOString(),
    expired: 1,
    retentionDays: 5,
  });
});

test('waywiser store says in words what has expired', async () => {
  const cwd = projectDir({ 'waywiser.config.ts': CONFIG });
  const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser'), retentionDays: 10 });
  for (const days of [20, 19, 1]) {
    const scheduledAt = new Date(Date.now() - days * DAY_MS).toISOString();
    await embedded.store.putRun(runRecord({ journey: 'shop', region: 'local', scheduledAt }));
  }
  await embedded.close();

  const { code, out } = await typed(['store'], { cwd });

  expect(code).toBe(0);
  expect(out).toContain('.waywiser  the database takes ');
  expect(out).toMatch(/^runs +3 +\d[\d.]* [kM]?B .* 10 days$/m);
  expect(out).toContain('expired, deleted by waywiser dev once a day: 2 runs');
});

test('waywiser store of a folder without a store counts nothing, and creates none', async () => {
  const cwd = projectDir({});

  const { code, out } = await typed(['store'], { cwd });

  expect(code).toBe(0);
  expect(out).toMatch(/^runs +0 +35 days$/m);
  expect(readdirSync(cwd)).not.toContain('.waywiser');
});
