import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import { runs } from '../../../../lib/cli/history/runs.ts';
import type { RunsOptions } from '../../../../lib/cli/frame/runs-options.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { slotRunId } from '../../../../lib/core/store/run-id.ts';
import { runAtMinute, runRecord } from '../../../support/run-records.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

let cwd: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: cwd, remove } = await temporaryDir());
});

afterEach(async () => {
  await remove();
});

test('runs() says that nothing ran, and makes no store, when there is none', async () => {
  const result = await execute({});

  expect(result).toEqual({ code: 0, out: '', err: expect.stringContaining('No runs are stored') });
  expect((await execute({ journey: 'checkout' })).code).toBe(2);
});

test('runs() has a line for each journey and region with counts and median when asked for all', async () => {
  await keep([
    runAtMinute(0, { durationMs: 100 }),
    runAtMinute(5, { durationMs: 300, flaky: true, attempts: 2 }),
    runAtMinute(10, { outcome: 'failed', cause: 'target.status' }),
    runAtMinute(0, { region: 'us-east-1', durationMs: 50 }),
  ]);

  const { code, out } = await execute({ since: '2026-11-22T16:00:00Z' });

  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    '✗ checkout eu-west-1 2026-11-22 16:10 UTC 2 passed, 1 failed · 1 flaky · median 200 ms (n = 2)',
    '✓ checkout us-east-1 2026-11-22 16:00 UTC 1 passed · median 50.0 ms (n = 1)',
    '',
  ]);
});

test('runs() shows the last run when none is in the time asked for', async () => {
  await keep([runAtMinute(0)]);

  const { out } = await execute({ since: '2026-11-23T00:00:00Z' });

  expect(out).toMatch(/✓ checkout {2}eu-west-1 {2}2026-11-22 16:00 UTC {2}no runs in this time/);
});

test('runs() lists the runs of a journey, newest first, with cause and message', async () => {
  const error = { message: 'got 503', step: 'pay', file: null, line: null, column: null };
  await keep([
    runAtMinute(0, { durationMs: 100 }),
    runAtMinute(5, { outcome: 'failed', cause: 'target.status', error }),
  ]);

  const { code, out } = await execute({ journey: 'checkout' });

  expect(code).toBe(0);
  const rows = out.split('\n').slice(2);
  expect(rows[0]).toMatch(/16:05:00 UTC ✗ +123 ms +checkout-eu-west-1-20261122T160500Z$/);
  expect(rows[1]?.trim()).toBe('target.status in pay: got 503');
  expect(rows[2]).toMatch(/16:00:00 UTC ✓ +100 ms █{10} {2}checkout-eu-west-1-20261122T160000Z$/);
});

test('runs() prints no control characters when a record is full of them', async () => {
  const message = '\u001B[2Jgone\u0007 \u202Etxt.exe\u0000\r\nnext\u009B31m';
  const error = { message, step: '\u001B]0;title\u0007', file: null, line: null, column: null };
  await keep([runRecord({ outcome: 'failed', cause: 'target.assertion', error })]);

  const { out } = await execute({ journey: 'checkout' });

  expect(out).toContain('gone txt.exe');
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
});

test('runs() gives whole records when asked for JSON', async () => {
  const records = [runAtMinute(0), runAtMinute(5, { region: 'us-east-1' })];
  await keep(records);

  const { out } = await execute({ journey: 'checkout', json: true });

  expect(JSON.parse(out)).toEqual({ runs: records.toReversed(), unreadable: 0 });
});

test('runs() shows only what matches when asked for region, outcome and limit', async () => {
  const ids = [0, 5, 10].map((minute) => slotRunId('checkout', 'eu-west-1', slot(minute)));
  await keep([
    ...[0, 5, 10].map((minute) => runAtMinute(minute, { outcome: 'failed', cause: 'target.dns' })),
    runAtMinute(15),
    runAtMinute(10, { region: 'us-east-1', outcome: 'failed', cause: 'target.dns' }),
  ]);
  const options = { journey: 'checkout', region: 'eu-west-1', outcome: 'failed', json: true };

  const { out } = await execute({ ...options, limit: '2', since: slot(0) });

  const found: { runs: RunRecord[] } = JSON.parse(out);
  expect(found.runs.map((run) => run.runId)).toEqual([ids[2], ids[1]]);
});

test('runs() shows one run whole when asked by its id', async () => {
  const record = runAtMinute(5);
  await keep([runAtMinute(0), record]);

  const { out } = await execute({ run: record.runId, json: true });

  expect(JSON.parse(out)).toEqual({ runs: [record] });
});

test('runs() exits 2 and names the nearest when the journey is unknown', async () => {
  await keep([runAtMinute(0)]);

  const { code, err } = await execute({ journey: 'chekout' });

  expect([code, err]).toEqual([
    2,
    'waywiser: Cannot find journey "chekout" in the history: did you mean "checkout"?\n',
  ]);
});

test('runs() exits 2 and names --run when the journey is the id of a run', async () => {
  await keep([runAtMinute(0)]);

  const { code, err } = await execute({ journey: 'checkout-local-20261130T182038.891Z-bc9f90dd' });

  expect(code).toBe(2);
  expect(err).toContain('it is the id of a run; expected --run checkout-local-20261130T182038');
});

test('runs() exits 2 and lists every mistake when options are wrong', async () => {
  const { code, err } = await execute({ since: 'soon', limit: '0', outcome: 'fine', run: 'x' });

  expect(code).toBe(2);
  expect(
    err
      .trim()
      .split('\n')
      .map((line) => line.slice(0, 34)),
  ).toEqual([
    'waywiser: Cannot read --since "soo',
    'waywiser: Cannot read --outcome "f',
    'waywiser: Cannot read --limit "0";',
    'waywiser: Cannot read run id "x": ',
  ]);
});

async function keep(records: readonly RunRecord[]): Promise<void> {
  const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  for (const record of records) await embedded.store.putRun(record);
  await embedded.close();
}

async function execute(options: RunsOptions): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const io = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    color: false,
    isTty: false,
    columns: 120,
    env: {},
    cwd,
  };
  const code = await runs(options, pathsOf(io, path.resolve('dist')), io);

  return { code, ...said };
}

function slot(minute: number): string {
  return new Date(Date.UTC(2026, 10, 22, 16, minute)).toISOString();
}
