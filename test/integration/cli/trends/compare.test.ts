import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { compare } from '../../../../lib/cli/trends/compare.ts';
import type { CompareCommandOptions } from '../../../../lib/cli/trends/compare-options.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { calledIn, type CommandResult } from '../../../support/command-line.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import { historyRecords } from '../../../support/trend-history.ts';
import { DAY_MS, HOUR_MS } from '../../../../lib/core/base/time.ts';

const NOW_HOUR_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
/** The step is 10% slower from here on. */
const CHANGE_MS = NOW_HOUR_MS - 4 * DAY_MS;

let cwd: string;
let remove: () => Promise<void>;
let slots: readonly RunRecord[];

beforeAll(async () => {
  ({ path: cwd, remove } = await temporaryDir());
  slots = historyRecords({
    journey: 'checkout',
    region: 'local',
    fromMs: NOW_HOUR_MS - 8 * DAY_MS,
    toMs: NOW_HOUR_MS,
    step: 'pay',
    msAt: (day) => (day < 4 ? 200 : 220),
  });
  const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  for (const record of slots) await embedded.store.putRun(record);
  await embedded.close();
  writeRuns('runs/main/1.json', before().slice(0, 16));
  writeRuns('runs/main/2.json', before().slice(16));
  writeRuns('branch.json', after());
  writeRuns('few.json', after().slice(0, 3));
  writeFileSync(path.join(cwd, 'broken.json'), '{');
  writeFileSync(path.join(cwd, 'other.json'), '{"runs":[{"schema":99}]}');
  mkdirSync(path.join(cwd, 'empty'));
});

afterAll(async () => {
  await remove();
});

function before(): readonly RunRecord[] {
  return slots.filter(({ startedAt }) => Date.parse(startedAt) < CHANGE_MS);
}

function after(): readonly RunRecord[] {
  return slots.filter(({ startedAt }) => Date.parse(startedAt) >= CHANGE_MS);
}

function writeRuns(name: string, runs: readonly RunRecord[]): void {
  const file = path.join(cwd, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const onDemand = runs.map((run) => ({ ...run, scheduledAt: null, onDemand: true }));
  writeFileSync(file, JSON.stringify({ runs: onDemand }));
}

async function execute(options: CompareCommandOptions, folder = cwd): Promise<CommandResult> {
  return await calledIn(folder, (...place) => compare(options, ...place));
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

describe('waywiser compare', () => {
  it.each([
    [
      'ranges of so long ago',
      () => ({ a: `9d..${instant(CHANGE_MS)}`, b: `${instant(CHANGE_MS)}..0ms` }),
    ],
    ['run ids', () => ({ a: idsOf(before()), b: idsOf(after()) })],
    ['a folder and a file', () => ({ a: 'runs/main', b: 'branch.json' })],
    ['files', () => ({ a: 'runs/main/1.json,runs/main/2.json', b: 'branch.json' })],
  ])('compare() exits 1 and says by how much B is slower when given %s', async (_what, sides) => {
    const { code, out, err } = await execute(sides());

    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(
      /✗ step:pay: B is slower than A by (?:1|2)\d\.\d ms \(95% CI: \d\d\.\d to \d\d\.\d ms; [\d.]+%\), p < 0\.0001, q < 0\.0001/,
    );
    expect(out).toContain('✓ step:browse: no significant difference: ');
    expect(out).toMatch(/where {4}\+\d+\.\d ms per run on average .* most of it in step "pay"/);
    expect(out).toContain('Regression: B is worse than A in 2 metrics.');
  });

  it('compare() exits 0 within the allowance, and where B is faster', async () => {
    const sides = { a: 'runs/main', b: 'branch.json' };

    expect((await execute({ ...sides, maxRegression: '15' })).code).toBe(0);
    expect((await execute({ ...sides, maxRegression: '2.5' })).code).toBe(1);
    expect((await execute({ a: sides.b, b: sides.a })).code).toBe(0);
    expect((await execute({ ...sides, metric: 'step:browse' })).code).toBe(0);
  });

  it('compare() exits 3 and says what is missing with too few runs, or none', async () => {
    const few = await execute({ a: 'runs/main', b: 'few.json' });
    const none = await execute({ a: '300d..200d', b: '200d..100d' });

    expect([few.code, none.code]).toEqual([3, 3]);
    expect(few.out).toContain(
      '? duration: not enough data: a comparison needs 5 runs on each side, there are 32 and 3.',
    );
    expect(few.out).toContain('Inconclusive: 3 of 3 metrics have too few runs.');
    expect(none.out).toContain('Inconclusive: there are no runs on either side.');
  });

  it('compare() gives every number as JSON', async () => {
    const { code, out } = await execute({ a: 'runs/main', b: 'branch.json', json: true });

    expect(code).toBe(1);
    const document = JSON.parse(out);
    expect(document).toMatchObject({
      a: { of: 'runs/main', range: null },
      maxRegression: 0,
      result: { kind: 'failed', worse: 2 },
      series: [
        {
          journey: 'checkout',
          region: 'local',
          runs: { a: { runs: 32, timed: 32 }, b: { runs: 32, timed: 32 } },
        },
      ],
    });
    const [duration] = document.series[0].metrics;
    expect(duration).toMatchObject({ metric: 'duration', unit: 'ms', conclusion: 'worse' });
    expect(
      duration.quantiles.map(({ q, a }: { q: number; a: { kind: string } }) => [q, a.kind]),
    ).toEqual([
      [0.5, 'quantile'],
      [0.75, 'quantile'],
      [0.95, 'insufficient-data'],
    ]);
    const median = duration.quantiles[0].a;
    const exact = middleOf(before().map(({ durationMs }) => durationMs));
    expect(median.value).toBeCloseTo(exact, 6);
    expect(median.low < exact && exact < median.high).toBe(true);
  });

  it('compare() needs no store to compare files', async () => {
    const elsewhere = await temporaryDir();
    const sides = { a: path.join(cwd, 'runs/main'), b: path.join(cwd, 'branch.json') };

    const { code } = await execute(sides, elsewhere.path);
    await elsewhere.remove();

    expect(code).toBe(1);
  });

  it.each([
    [{ a: 'soon', b: '24h' }, 'Cannot read --a "soon"; expected a range such as 24h'],
    [{ a: '1d..7d', b: '24h' }, 'Cannot read --a "1d..7d"'],
    [{ b: '24h' }, 'Cannot compare without --a'],
    [{ a: '7d..1d', b: '2d' }, 'runs are on both sides'],
    [{ a: 'no-such.json', b: 'branch.json' }, 'Cannot read "no-such.json"'],
    [{ a: 'broken.json', b: 'branch.json' }, 'Cannot read "broken.json" as JSON'],
    [{ a: 'other.json', b: 'branch.json' }, 'it is not the output of waywiser run --json'],
    [{ a: 'empty', b: 'branch.json' }, 'it contains no .json file'],
    [{ a: 'checkout-local-20200101T000000Z', b: '24h' }, 'Cannot find run "checkout-local-2020'],
    [{ a: '8d..4d', b: '24h', journey: 'chekout' }, 'did you mean "checkout"?'],
    [{ a: '8d..4d', b: '24h', metric: 'lpc' }, 'Cannot find metric "lpc" in these runs'],
    [{ a: '8d..4d', b: '24h', maxRegression: 'some' }, 'Cannot read --max-regression "some"'],
    [{ a: '8d..4d', b: '24h', stage: 'prod' }, 'expected it together with --deployed'],
  ])('compare() exits 2 and says what is wrong when given %j', async (options, words) => {
    const { code, err, out } = await execute(options);

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });
});

function idsOf(runs: readonly RunRecord[]): string {
  return runs.map(({ runId }) => runId).join(',');
}

function middleOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const half = sorted.length / 2;

  return ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}
