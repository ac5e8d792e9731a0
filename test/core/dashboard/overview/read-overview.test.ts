import { readOverview } from '../../../../lib/core/dashboard/overview/read-overview.ts';
import type { DashboardPorts } from '../../../../lib/core/dashboard/dashboard-ports.ts';
import type { Outcome } from '../../../../lib/core/record/outcome.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { memoryFindingStore } from '../../../fakes/memory-trend-stores.ts';
import { configOf, dashboardPorts, dashboardProject } from '../../../support/dashboard-parts.ts';
import { finding } from '../../../support/findings.ts';
import { storeRuns, runsBetween } from '../../../support/stored-runs.ts';
import { runRecord } from '../../../support/run-records.ts';
import { planOf } from '../../alarms/journey-plan.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';

/** Twenty minutes into an hour: that of 11:00 was rolled up, that of 12:00 is under way. */
const NOW_MS = Date.UTC(2026, 10, 23, 12, 20);
const ROLLED_MS = Date.UTC(2026, 10, 23, 12);
const RANGE = { fromMs: NOW_MS - 10 * DAY_MS, toMs: NOW_MS };
/** The first day that a range of ten days covers. */
const FROM_MS = Date.UTC(2026, 10, 13);

const OUTCOMES: readonly Outcome[] = ['failed', 'errored', 'missing', 'skipped'];
const PLAN = planOf({ regions: ['eu-west-1'], budgets: [] });

async function portsOf(
  records: readonly RunRecord[],
  changes: Partial<DashboardPorts> = {},
): Promise<DashboardPorts> {
  const stored = await storeRuns(records, ROLLED_MS);

  return dashboardPorts({ ...stored, clock: { epochMs: () => NOW_MS }, ...changes });
}

function projectOf(plans = [PLAN], maintenance: Parameters<typeof configOf>[0] = {}) {
  return dashboardProject({ source: 'deployed', plans, config: configOf(maintenance) });
}

/** Of eleven, four that did not pass, each in its own way. */
function mixed(index: number): Partial<RunRecord> {
  const outcome = OUTCOMES[index % 11] ?? 'passed';

  return { outcome, cause: outcome === 'failed' ? 'target.status' : null };
}

function countOf(records: readonly RunRecord[], outcome: Outcome): number {
  return records.filter((record) => record.outcome === outcome).length;
}

/** A passed run of a slot, so many minutes ago. */
function runAgo(minutes: number, changes: Partial<RunRecord> = {}): RunRecord {
  const scheduledAt = new Date(NOW_MS - minutes * MINUTE_MS).toISOString();

  return runRecord({ scheduledAt, ...changes });
}

describe('readOverview()', () => {
  test('readOverview() counts each slot once, in days, hours and the current hour', async () => {
    const times = { fromMs: FROM_MS - DAY_MS, toMs: NOW_MS, everyMs: 30 * MINUTE_MS };
    const records = runsBetween(times, mixed);
    const inRange = records.filter(({ scheduledAt }) => Date.parse(scheduledAt ?? '') >= FROM_MS);

    const page = await readOverview(RANGE, projectOf(), await portsOf(records));

    expect(page.range).toEqual({ fromMs: FROM_MS, toMs: NOW_MS });
    const [row] = page.rows;
    const counts = row?.availability.counts;
    expect(counts).toEqual({
      passed: countOf(inRange, 'passed'),
      failed: countOf(inRange, 'failed'),
      errored: countOf(inRange, 'errored'),
      missing: countOf(inRange, 'missing'),
      skipped: countOf(inRange, 'skipped'),
    });
    expect(row?.days).toHaveLength(11);
    const ofToday = inRange.filter(({ scheduledAt }) => (scheduledAt ?? '') >= '2026-11-23');
    expect(row?.days.at(-1)).toEqual({
      atMs: Date.UTC(2026, 10, 23),
      passed: countOf(ofToday, 'passed'),
      failed: countOf(ofToday, 'failed'),
      unknown: countOf(ofToday, 'errored') + countOf(ofToday, 'missing'),
    });
  });

  test('readOverview() has the availability of passed and failed runs, with its interval', async () => {
    const records = [
      ...runsBetween({ fromMs: ROLLED_MS - 20 * HOUR_MS, toMs: ROLLED_MS, everyMs: HOUR_MS }),
      runAgo(10, { outcome: 'failed', cause: 'target.status' }),
      runAgo(5, { outcome: 'errored', cause: 'monitor.dns' }),
    ];

    const page = await readOverview(RANGE, projectOf(), await portsOf(records));

    // Wilson, of 20 in 21, by hand.
    expect(page.rows[0]?.availability.share).toEqual({
      value: expect.closeTo(20 / 21, 4),
      low: expect.closeTo(0.7733, 4),
      high: expect.closeTo(0.9915, 4),
      confidence: 0.95,
    });
  });

  test.each([
    ['failing', { outcome: 'failed', cause: 'target.status' }],
    ['errored', { outcome: 'errored', cause: 'monitor.dns' }],
    ['missing', { outcome: 'missing' }],
    ['waiting', { outcome: 'skipped' }],
    ['passing', { outcome: 'passed' }],
  ] as const)('readOverview() says %s of a last run that is so', async (state, changes) => {
    const ports = await portsOf([runAgo(130), runAgo(3, changes)]);

    const page = await readOverview(RANGE, projectOf(), ports);

    const [row] = page.rows;
    expect(row).toMatchObject({ state, last: { outcome: changes.outcome } });
  });

  test('readOverview() lists the worst first, and removed journeys last', async () => {
    const names = [
      'failing',
      'errored',
      'missing',
      'over-budget',
      'worsening',
      'waiting',
      'passing',
    ];
    const findings = memoryFindingStore();
    await findings.putFinding(finding({ journey: 'worsening' }));
    const last: Readonly<Partial<Record<string, Partial<RunRecord>>>> = {
      failing: { outcome: 'failed', cause: 'target.status' },
      errored: { outcome: 'errored', cause: 'monitor.dns' },
      missing: { outcome: 'missing' },
      gone: { outcome: 'failed', cause: 'target.status' },
    };
    const records = [...names.filter((name) => name !== 'waiting'), 'gone'].flatMap((journey) => [
      ...[13, 12, 11, 10, 9, 8, 7].map((minutes) => runAgo(minutes, { journey })),
      runAgo(2, { journey, ...last[journey] }),
    ]);
    const budgets = [{ metric: 'duration', statistic: 'p50', max: 100 }] as const;
    const plans = names.map((name) =>
      planOf({
        name,
        regions: ['eu-west-1'],
        budgets: name === 'over-budget' ? budgets : [],
      }),
    );

    const page = await readOverview(RANGE, projectOf(plans), await portsOf(records, { findings }));

    expect(page.rows.map(({ journey, state }) => [journey, state])).toEqual([
      ...names.map((name) => [name, name]),
      ['gone', 'failing'],
    ]);
    expect(page.rows.at(-1)?.kind).toBeNull();
    expect(page.findings.map(({ journey }) => journey)).toEqual(['worsening']);
    expect(page.moreFindings).toBe(0);
  });

  test('readOverview() misses an expected run after two intervals', async () => {
    // Slots each five minutes: between 11:59 and 12:10 there were two.
    const late = await portsOf([runAgo(21)]);
    const intime = await portsOf([runAgo(10)]);

    const states = await Promise.all(
      [late, intime].map(async (ports) => {
        const page = await readOverview(RANGE, projectOf(), ports);
        return page.rows[0]?.state;
      }),
    );

    expect(states).toEqual(['missing', 'passing']);
  });

  test('readOverview() misses no run in a maintenance window', async () => {
    const maintenance = [{ from: '2026-11-23T11:50:00Z', to: '2026-11-23T13:00:00Z' }];

    const page = await readOverview(
      RANGE,
      projectOf([PLAN], { maintenance }),
      await portsOf([runAgo(31)]),
    );

    expect(page.rows[0]?.state).toBe('passing');
  });

  test('readOverview() misses local runs only while schedules are followed', async () => {
    const local = { region: 'local' };
    const plans = [PLAN, planOf({ ...PLAN, name: 'other' })];
    const project = dashboardProject({ plans });
    const stopped = await portsOf([
      runAgo(600, local),
      runAgo(601, { ...local, journey: 'other' }),
    ]);
    const running = await portsOf([runAgo(600, local), runAgo(1, { ...local, journey: 'other' })]);

    const [before, now] = await Promise.all(
      [stopped, running].map(async (ports) => (await readOverview(RANGE, project, ports)).rows),
    );

    expect(before?.map(({ state }) => state)).toEqual(['passing', 'passing']);
    expect(now?.map(({ journey, state }) => [journey, state])).toEqual([
      ['checkout', 'missing'],
      ['other', 'passing'],
    ]);
  });

  test('readOverview() shows a run as soon as it is there', async () => {
    const ports = await portsOf([runAgo(10)]);
    const before = await readOverview(RANGE, projectOf(), ports);
    await storeInto(ports, runAgo(1, { outcome: 'failed', cause: 'target.status' }));

    const after = await readOverview(RANGE, projectOf(), ports);

    expect([before, after].map(({ rows }) => rows[0]?.state)).toEqual(['passing', 'failing']);
    expect(after.rows[0]?.availability.counts).toMatchObject({ passed: 1, failed: 1 });
  });

  test('readOverview() replaces a missing slot by its late run', async () => {
    const ports = await portsOf([runAgo(10), runAgo(5, { outcome: 'missing' })]);
    await readOverview(RANGE, projectOf(), ports);
    await storeInto(ports, runAgo(5));

    const { rows } = await readOverview(RANGE, projectOf(), ports);

    expect(rows[0]).toMatchObject({
      state: 'passing',
      availability: { counts: { passed: 2, missing: 0 } },
    });
  });

  test('readOverview() does not count an on-demand run, though it may be the last', async () => {
    const asked = runRecord({
      scheduledAt: null,
      startedAt: new Date(NOW_MS - MINUTE_MS).toISOString(),
      outcome: 'failed',
      cause: 'target.status',
    });

    const page = await readOverview(RANGE, projectOf(), await portsOf([runAgo(4), asked]));

    expect(page.rows[0]).toMatchObject({
      state: 'failing',
      last: { runId: asked.runId },
      availability: { counts: { passed: 1, failed: 0 } },
    });
  });

  test('readOverview() has a waiting row for a region that never ran', async () => {
    const page = await readOverview(
      RANGE,
      dashboardProject({ plans: [planOf()] }),
      await portsOf([]),
    );

    expect(page.rows).toMatchObject([
      { region: 'local', state: 'waiting', last: null, days: [], availability: { share: null } },
    ]);
  });
});

async function storeInto({ store }: DashboardPorts, record: RunRecord): Promise<void> {
  if (!('putRun' in store)) throw new TypeError('Expected a store that can be written to');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has all of a store
  await (store as { putRun(record: RunRecord): Promise<boolean> }).putRun(record);
}
