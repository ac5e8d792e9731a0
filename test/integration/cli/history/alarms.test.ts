import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { typed } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';
import { MINUTE_MS } from '../../../../lib/core/base/time.ts';

const JOURNEY = `import { apiJourney, cron } from 'waywiser';
export default apiJourney('checkout', {
  schedule: cron('0/5 * * * ? *'),
  regions: ['eu-west-1', 'us-east-1'],
  budgets: [{ metric: 'duration', statistic: 'p50', max: '100ms' }],
  alarm: { driftPercent: 5 },
}, async ({ http }) => {
  await http.get('http://127.0.0.1/');
});
`;
/** Six hours ago, on a slot. */
const START_MS = Math.floor(Date.now() / (5 * MINUTE_MS) - 72) * 5 * MINUTE_MS;

/** A project with a run of each slot of the last six hours; the outcome by minute. */
async function projectWith(outcomeAt: (minute: number) => RunRecord['outcome']): Promise<string> {
  const cwd = projectDir({ 'journeys/checkout.journey.ts': JOURNEY });
  const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  for (let atMs = START_MS; atMs <= Date.now(); atMs += 5 * MINUTE_MS) {
    const outcome = outcomeAt((atMs - START_MS) / MINUTE_MS);
    const scheduledAt = new Date(atMs).toISOString();
    const slot = { journey: 'checkout', region: 'local', scheduledAt };
    await embedded.store.putRun(runRecord({ ...slot, outcome, durationMs: 50 }));
  }
  await embedded.close();

  return cwd;
}

function failsInSecondHour(minute: number): RunRecord['outcome'] {
  return minute >= 60 && minute < 120 ? 'failed' : 'passed';
}

function minutesAgo(minute: number): string {
  return new Date(START_MS + minute * MINUTE_MS).toISOString();
}

test.each([{ words: ['alarms'] }, { words: ['alarms', 'backtest'] }])(
  'waywiser $words evaluates nothing in compressed time, and says why',
  async ({ words }) => {
    const cwd = await projectWith(() => 'passed');
    const reached = new Date().toISOString();
    await writeFile(
      path.join(cwd, '.waywiser', 'clock.json'),
      JSON.stringify({ scale: 60, reached }),
    );

    const { code, err } = await typed(words, { cwd });

    expect(code).toBe(2);
    expect(err).toContain('alarms are not evaluated in compressed time: alarms count minutes');
    expect(err).toContain('unset WAYWISER_STATE');
  },
);

test('waywiser alarms backtest says when each alarm would have fired, in the regions of the runs', async () => {
  const cwd = await projectWith(failsInSecondHour);

  const { code, out } = await typed(['alarms', 'backtest', '--since', '1d'], { cwd });

  expect(code).toBe(0);
  expect(out).toContain('evaluated in the regions with stored runs: local');
  expect(out).toContain('configured: eu-west-1, us-east-1');
  expect(out).toContain('✗ down would have fired once, 1 h 00 m in all');
  const at = minutesAgo(66).slice(0, 16).replace('T', ' ');
  expect(out).toContain(`${at} UTC  1 h 00 m`);
  expect(out).toContain('runs passed per 5 minutes: 100%, 100%, 100%, 0%, 0% (2 of 3 below 100%)');
  expect(out).toContain('✓ would not have fired: silent · blind · budget p50 duration');
  expect(out).toContain('1 alarm, 1 h 00 m in all: 1 notified at once');
});

test('waywiser alarms backtest --json has every firing with its datapoints, on standard output alone', async () => {
  const cwd = await projectWith(failsInSecondHour);

  const result = await typed(['alarms', 'backtest', 'checkout', '--json'], { cwd });

  expect([result.code, result.err]).toEqual([0, '']);
  const document = JSON.parse(result.out);
  expect(document).toMatchObject({
    stage: 'dev',
    journeys: [
      {
        journey: 'checkout',
        configured: { regions: ['eu-west-1', 'us-east-1'], failingRegions: 2 },
        evaluated: { regions: ['local'], failingRegions: 1 },
        notEvaluated: ['drift'],
      },
    ],
    totals: {
      firings: 1,
      notified: 1,
      notifiedLate: 0,
      muted: 0,
      on: 0,
      durationMs: 60 * MINUTE_MS,
    },
  });
  const [down, ...others] = document.journeys[0].alarms;
  expect(down).toMatchObject({
    kind: 'down',
    name: 'waywiser-dev-checkout-down',
    notifies: true,
    state: 'OK',
    stateSince: minutesAgo(126),
    condition: { periodSeconds: 300, evaluationPeriods: 3, datapointsToAlarm: 2, threshold: 1 },
    firings: [
      {
        at: minutesAgo(66),
        endedAt: minutesAgo(126),
        durationMs: 60 * MINUTE_MS,
        reason: 'breaching',
        datapoints: [0, 0, 0, 1, 1],
        metrics: [{ name: 'Success', region: 'local', datapoints: [1, 1, 1, 0, 0] }],
        notifiedAt: minutesAgo(66),
        muted: false,
      },
    ],
  });
  expect(others.map(({ name }: { name: string }) => name)).toEqual([
    'waywiser-dev-checkout-silent',
    'waywiser-dev-checkout-blind',
    'waywiser-dev-checkout-budget-p50-duration',
    'waywiser-dev-checkout-any',
  ]);
});

test('waywiser alarms shows which alarms are on, since when and why', async () => {
  const cwd = await projectWith((minute) => (minute >= 300 ? 'failed' : 'passed'));

  const { code, out } = await typed(['alarms'], { cwd });

  expect(code).toBe(0);
  const since = minutesAgo(306).slice(0, 16).replace('T', ' ');
  expect(out).toContain(`✗ down  since ${since} UTC`);
  expect(out).toContain('✓ silent, blind, budget p50 duration');
  expect(out).toContain('1 of 4 alarms on.');
});

test('waywiser alarms says so when no run is stored, and makes no store', async () => {
  const cwd = projectDir({ 'journeys/checkout.journey.ts': JOURNEY });

  const { code, out } = await typed(['alarms', 'backtest'], { cwd });

  expect(code).toBe(0);
  expect(out).toContain('checkout  no scheduled run stored: nothing to evaluate');
  expect(out).toContain('No alarm would have fired.');
});

test.each([
  [['--since', 'soon'], 'Cannot read --since "soon"'],
  [['chekout'], 'expected "checkout"'],
])('waywiser alarms backtest %j exits 2', async (words, message) => {
  const cwd = projectDir({ 'journeys/checkout.journey.ts': JOURNEY });

  const { code, err } = await typed(['alarms', 'backtest', ...words], { cwd });

  expect(code).toBe(2);
  expect(err).toContain(message);
});
