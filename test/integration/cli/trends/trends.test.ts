import { existsSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { trends } from '../../../../lib/cli/trends/trends.ts';
import { DRIFT_DAYS } from '../../../../lib/core/stats/drift-test.ts';
import type { TrendsOptions } from '../../../../lib/cli/trends/trends-options.ts';
import { calledIn, type CommandResult } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';
import {
  historyRecords,
  rollUpHistory,
  type TrendHistory,
} from '../../../support/trend-history.ts';
import { DAY_MS, HOUR_MS } from '../../../../lib/core/base/time.ts';

const NOW_HOUR_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const TODAY_MS = Math.floor(NOW_HOUR_MS / DAY_MS) * DAY_MS;
const HOSTILE = '\u001B[2J\u202Epay\u0007';

/** 1 ms a day on a run of 280 ms; with noise of 3%. */
const DRIFTING = historyOf('checkout', 24, { msAt: (day) => 200 + day });
const YOUNG = historyOf('young', 9, { step: HOSTILE });
/** So recent that no job has rolled it up. */
const FRESH = historyOf('fresh', 0, { fromMs: NOW_HOUR_MS - 9 * HOUR_MS });
/** What the last look of the job did not reach. */
const TAIL_MS = NOW_HOUR_MS - 15 * HOUR_MS;

let cwd: string;

beforeAll(async () => {
  cwd = projectDir({
    ...journeyFile('checkout', "budgets: [{ metric: 'duration', statistic: 'p50', max: '200ms' }]"),
    ...journeyFile('young'),
    ...journeyFile('fresh'),
    ...journeyFile('idle'),
  });
  const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  await rollUpHistory({ ...DRIFTING, toMs: TAIL_MS }, embedded.rollups);
  await rollUpHistory(YOUNG, embedded.rollups);
  const tail = historyRecords(DRIFTING).filter(({ startedAt }) => Date.parse(startedAt) >= TAIL_MS);
  const kept = [...tail, ...historyRecords(YOUNG).slice(-1), ...historyRecords(FRESH)];
  for (const record of kept) await embedded.store.putRun(record);
  await embedded.annotations.putAnnotation({
    at: new Date(TODAY_MS - DAY_MS).toISOString(),
    journey: 'checkout',
    text: 'v1.42 \u001B[31mdeployed',
    kind: 'deploy',
    by: null,
  });
  await embedded.close();
});

describe('waywiser trends', () => {
  it('trends() has a line for each series that drifts, the worst first, and counts the others', async () => {
    const { code, out } = await execute({});

    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('Trends of 4 journeys');
    expect(lines.filter((line) => line.startsWith('✗')).map((line) => line.slice(0, 30))).toEqual(
      ['✗ checkout  local  step:pay  ', '✗ checkout  local  duration  '].map((start) =>
        expect.stringContaining(start.trim()),
      ),
    );
    expect(out).toContain('p50 exceeds 200 ms');
    expect(out).toMatch(/Of \d+ series: 2 got worse · 1 steady · \d with too little data/);
  });

  it('trends() has the rate, the beginning, the interval, where the time went, and the significance level', async () => {
    const { code, out } = await execute({ journey: 'checkout' });

    expect(code).toBe(0);
    const text = out.replaceAll(/\s+/g, ' ');
    const since = new Date(DRIFTING.fromMs);
    const month = since.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
    expect(text).toMatch(
      new RegExp(
        `✗ step:pay in local has been getting slower by [\\d.]+% a week since ${since.getUTCDate()} ${month}[ \\d]*\\(95% CI: [\\d.]+ to [\\d.]+%\\)`,
      ),
    );
    expect(text).toContain('✓ step:browse in local is steady: any drift since');
    expect(text).toMatch(/total \+[\d.]+ ms/);
    expect(text).toContain('notes');
    expect(text).toContain('v1.42 deployed');
    expect(text).toContain('Significance level of each test: p < 0.01');
  });

  it('trends() gives every number as JSON: the slope within its interval, terms that add up', async () => {
    const { code, out } = await execute({ journey: 'checkout', json: true });

    expect(code).toBe(0);
    const document = JSON.parse(out);
    const [journey, ...others] = document.journeys;
    expect(others).toEqual([]);
    const pay = journey.series.find(({ metric }: { metric: string }) => metric === 'step:pay');
    expect(pay).toMatchObject({
      region: 'local',
      unit: 'ms',
      conclusion: { tone: 'worse', kind: 'drift' },
      findings: [{ kind: 'drift', id: null, foundAt: null }],
    });
    const { low, high, value } = pay.drift.slopePerDay;
    expect([low <= 1, high >= 1, Math.abs(value - 1) < 0.3]).toEqual([true, true, true]);
    expect(pay.drift.q).toBeLessThan(0.01);
    const { terms, changeMs, unaccountedMs } = pay.explanations.drift.decomposition;
    const sum = terms.reduce(
      (total: number, term: { changeMs: number }) => total + term.changeMs,
      0,
    );
    expect(sum + unaccountedMs).toBeCloseTo(changeMs, 6);
    expect(document.tests).toEqual({ level: 0.01, falseShare: 0.05, correctedOverSeries: 3 });
    const duration = journey.series.find(({ metric }: { metric: string }) => metric === 'duration');
    expect(duration.budgets).toMatchObject([
      { statistic: 'p50', max: 200, outcome: { kind: 'crossed' } },
    ]);
  });

  it('trends() counts hours that no job has rolled up from their runs, and keeps nothing of it', async () => {
    const { err, out } = await execute({ journey: 'checkout', json: true });

    const [journey] = JSON.parse(out).journeys;
    const slots = historyRecords(DRIFTING).length;
    expect(journey.timedRuns).toEqual({ local: slots });
    expect(journey.countedFromRuns).toMatchObject([{ region: 'local', hours: 5 }]);
    expect(err).toContain('5 hours of "checkout" in local are not rolled up');
    const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
    const range = { since: new Date(TAIL_MS).toISOString(), until: new Date().toISOString() };
    const series = { journey: 'checkout', region: 'local' };
    expect(await embedded.rollups.slots(series, 'hour', range)).toEqual([]);
    await embedded.close();
  });

  it('trends() has what is missing, and until when, of a young journey', async () => {
    const { code, out } = await execute({ journey: 'young' });

    expect(code).toBe(0);
    const hours = new Set(historyRecords(YOUNG).map(({ startedAt }) => startedAt.slice(0, 13)));
    // Runs come in eight hours of a day: one with less than half of them says too little.
    const hoursOf = new Map<string, number>();
    for (const hour of hours) {
      hoursOf.set(hour.slice(0, 10), (hoursOf.get(hour.slice(0, 10)) ?? 0) + 1);
    }
    const days = [...hoursOf.values()].filter((count) => count >= 4).length;
    const more = DRIFT_DAYS - days;
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      `? duration in local does not have enough data: a drift or a change point needs ${DRIFT_DAYS} days, this journey has ${days}: about ${more} more days, until ${dayIn(more)}`,
    );
  });

  it('trends() says so of a journey whose first day has not ended', async () => {
    const { code, out } = await execute({ journey: 'fresh' });

    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      `? duration in local does not have enough data: a drift or a change point needs ${DRIFT_DAYS} days, this journey has`,
    );
  });

  it('trends() says so of a journey that never ran', async () => {
    const { code, out } = await execute({ journey: 'idle' });

    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      `a drift or a change point needs ${DRIFT_DAYS} days, this journey has 0`,
    );
  });

  it('trends() lets no name or note move the cursor', async () => {
    const { out } = await execute({ journey: 'young' });

    expect(out).toContain('step:pay in local');
    const all = out + (await execute({ journey: 'checkout' })).out + (await execute({})).out;
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(all.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
  });

  it('trends() shows one metric whole when asked for it', async () => {
    const { code, out } = await execute({ journey: 'checkout', metric: 'step:browse' });

    expect(code).toBe(0);
    expect(out).toContain('✓ step:browse in local is steady');
    expect(out).toMatch(/^ {2}slope /m);
    expect(out).not.toContain('step:pay in local');
  });

  it.each([
    [{ journey: 'chekout' }, 'expected "checkout"'],
    [
      { journey: 'checkout', metric: 'step:pya' },
      'did you mean "step:pay"? expected one of duration',
    ],
    [{ journey: 'checkout', region: 'eu-west-1' }, 'expected one of local'],
    [{ since: 'soon' }, 'Cannot read --since "soon"'],
    [{ since: '900d' }, 'Cannot analyse trends since "900d"'],
  ])('trends() exits 2 and names what there is when given %j', async (options, words) => {
    const { code, err, out } = await execute(options);

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });
});

test('trends() shows what it can and exits 3 when a series cannot be read', async () => {
  const folder = projectDir(journeyFile('broken'));
  const embedded = await openEmbeddedStore({ dir: path.join(folder, '.waywiser') });
  const history = historyOf('broken', 2);
  await rollUpHistory(history, embedded.rollups);
  for (const record of historyRecords(history).slice(-1)) await embedded.store.putRun(record);
  const series = { journey: 'broken', region: 'local' };
  const [whole] = await embedded.rollups.metric({ ...series, metric: 'step:browse' }, 'hour', {
    since: new Date(history.fromMs).toISOString(),
    until: new Date(TODAY_MS).toISOString(),
  });
  if (whole === undefined) throw new Error('there is a rollup');
  const broken = { ...whole.rollup, histogram: 'AAAA' };
  const { startsAt } = whole;
  await embedded.rollups.put(series, [
    { span: 'hour', metric: 'step:browse', startsAt, rollup: broken },
  ]);
  await embedded.close();

  const { code, err, out } = await execute({ journey: 'broken' }, folder);

  expect(code).toBe(3);
  expect(err).toContain('Cannot analyse the trends of step:browse of journey "broken" in local');
  expect(out).toContain('duration in local');
});

test('trends() makes no store where there is none', async () => {
  const empty = projectDir(journeyFile('checkout'));

  const { code, out } = await execute({ journey: 'checkout' }, empty);

  expect(code).toBe(0);
  expect(out).toContain('this journey has 0');
  expect(existsSync(path.join(empty, '.waywiser/db'))).toBe(false);
});

const answers = new Map<string, Promise<CommandResult>>();

/** Each question is asked once: nothing that is asked changes what is stored. */
async function execute(options: TrendsOptions, folder = cwd): Promise<CommandResult> {
  const question = JSON.stringify([options, folder]);
  const answer = answers.get(question) ?? calledIn(folder, (...place) => trends(options, ...place));
  answers.set(question, answer);

  return await answer;
}

function dayIn(days: number): string {
  const date = new Date(Date.now() + days * DAY_MS);
  const day = `${date.getUTCDate()} ${date.toLocaleString('en', { month: 'long', timeZone: 'UTC' })}`;

  return date.getUTCFullYear() === new Date().getUTCFullYear()
    ? day
    : `${day} ${date.getUTCFullYear()}`;
}

function historyOf(
  journey: string,
  days: number,
  changes: Partial<TrendHistory> = {},
): TrendHistory {
  return {
    journey,
    region: 'local',
    fromMs: TODAY_MS - days * DAY_MS,
    toMs: NOW_HOUR_MS,
    step: 'pay',
    msAt: () => 200,
    ...changes,
  };
}

function journeyFile(name: string, options = ''): Readonly<Record<string, string>> {
  return {
    [`journeys/${name}.journey.ts`]: `import { apiJourney, every } from 'waywiser';
export default apiJourney('${name}', { schedule: every('1h'), ${options} }, async ({ http }) => {
  await http.get('http://127.0.0.1/');
});
`,
  };
}
