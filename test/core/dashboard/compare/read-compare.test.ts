import { readCompare } from '../../../../lib/core/dashboard/compare/read-compare.ts';
import {
  MAX_COMPARED_RUNS,
  MAX_READ_RUNS,
} from '../../../../lib/core/dashboard/compare/compare-side.ts';
import type {
  ComparedSide,
  ComparePage,
} from '../../../../lib/core/dashboard/compare/compare-page.ts';
import { pageJson } from '../../../../lib/core/dashboard/pages.ts';
import type { DashboardPorts } from '../../../../lib/core/dashboard/dashboard-ports.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { compareSamples } from '../../../../lib/core/stats/compare-samples.ts';
import { normal, seededRandom } from '../../../../lib/core/stats/seeded.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { dashboardPorts, dashboardProject } from '../../../support/dashboard-parts.ts';
import { requestPhases, requestRecord, stepRecord } from '../../../support/record-parts.ts';
import { runRecord } from '../../../support/run-records.ts';
import { planOf } from '../../alarms/journey-plan.ts';
import { DAY_MS, HOUR_MS } from '../../../../lib/core/base/time.ts';

/** The clock of the ports says noon of the 23rd. */
const NOON_MS = Date.UTC(2026, 10, 23, 12);
const A_MS = NOON_MS - 2 * DAY_MS;
const B_MS = NOON_MS - DAY_MS;

const RANGES = {
  a: { kind: 'range', range: { fromMs: A_MS, toMs: A_MS + 4 * HOUR_MS } },
  b: { kind: 'range', range: { fromMs: B_MS, toMs: B_MS + 4 * HOUR_MS } },
} as const;

/** A run of a step that is one request, which waits so long. */
function paying(atMs: number, waitMs: number, changes: Partial<RunRecord> = {}): RunRecord {
  const phases = requestPhases({ dnsMs: 2, sendMs: 1, waitMs, receiveMs: 3 });
  const totalMs = 6 + waitMs;

  return runRecord({
    scheduledAt: new Date(atMs).toISOString(),
    durationMs: totalMs + 4,
    steps: [stepRecord({ name: 'pay', startMs: 1, durationMs: totalMs + 2 })],
    requests: [requestRecord({ step: 'pay', startMs: 2, phases, totalMs })],
    ...changes,
  });
}

/** Every five minutes from a moment on, waits around a level. */
function runsFrom(fromMs: number, level: number, seed: number): readonly RunRecord[] {
  const random = seededRandom(seed);

  return Array.from({ length: 48 }, (_, index) =>
    paying(fromMs + index * 300_000, Math.round(level * (1 + 0.02 * normal(random)) * 1000) / 1000),
  );
}

function durations(runs: readonly RunRecord[]): Float64Array {
  return Float64Array.from(runs.map(({ durationMs }) => durationMs));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function portsOf(records: readonly RunRecord[]): Promise<DashboardPorts> {
  const store = memoryRunStore();
  for (const record of records) await store.putRun(record);

  return dashboardPorts({ store });
}

async function comparedIn(
  ports: DashboardPorts,
  a: ComparedSide,
  b: ComparedSide,
): Promise<ComparePage> {
  const request = { journey: 'checkout', sides: { a, b } };
  const page = await readCompare(request, dashboardProject(), ports);
  if (page === null) throw new Error('there is such a journey');

  return page;
}

describe('readCompare()', () => {
  it('readCompare() compares the runs of two ranges, and explains the difference', async () => {
    const [old, recent] = [runsFrom(A_MS, 100, 1), runsFrom(B_MS, 130, 2)];
    const before = paying(A_MS - 300_000, 5_000);
    const onDemand = paying(B_MS, 9_000, {
      ...runRecord({ scheduledAt: null, startedAt: new Date(B_MS + 7).toISOString() }),
    });
    const ports = await portsOf([...old, ...recent, before, onDemand]);

    const page = await comparedIn(ports, RANGES.a, RANGES.b);

    const [series, ...more] = page.series;
    expect(more).toEqual([]);
    expect(page.problems).toEqual([]);
    expect(series?.metrics.map(({ metric, conclusion }) => [metric, conclusion])).toEqual([
      ['duration', 'worse'],
      ['step:pay', 'worse'],
    ]);
    expect(series?.metrics[0]?.values).toEqual({ a: durations(old), b: durations(recent) });
    expect(series?.metrics[0]?.result).toEqual(compareSamples(durations(old), durations(recent)));
    expect(series?.explanation?.decomposition?.changeMs).toBeCloseTo(
      meanOf(durations(recent)) - meanOf(durations(old)),
      3,
    );
  });

  it('readCompare() explains the difference of two runs, which are too few for a test', async () => {
    const [a, b] = [paying(A_MS, 100), paying(B_MS, 145.5)];
    const ports = await portsOf([a, b]);

    const page = await comparedIn(
      ports,
      { kind: 'run', runId: a.runId },
      { kind: 'run', runId: b.runId },
    );

    const [series] = page.series;
    expect(series?.metrics[0]).toMatchObject({
      metric: 'duration',
      conclusion: 'insufficient-data',
    });
    expect(series?.explanation?.decomposition).toMatchObject({
      beforeMs: 110,
      afterMs: 155.5,
      changeMs: 45.5,
      unaccountedMs: 0,
    });
    expect(series?.explanation?.decomposition?.terms[0]).toMatchObject({
      part: { step: 'pay', host: 'shop.test', phase: 'wait' },
      changeMs: 45.5,
    });
  });

  it('readCompare() compares a run with a range in its own region only', async () => {
    const run = paying(B_MS, 200);
    const elsewhere = paying(A_MS, 50, {
      ...paying(A_MS, 50),
      region: 'us-east-1',
      runId: 'checkout-us-east-1-20261121T120000Z',
    });
    const ports = await portsOf([run, ...runsFrom(A_MS, 100, 3), elsewhere]);

    const page = await comparedIn(ports, RANGES.a, { kind: 'run', runId: run.runId });

    expect(page.series.map(({ region, runs }) => [region, runs.a.runs, runs.b.runs])).toEqual([
      ['eu-west-1', 48, 1],
    ]);
    expect(page.problems).toEqual([]);
  });

  it('readCompare() reports a side without runs, and runs that have expired', async () => {
    const ports = await portsOf([
      ...runsFrom(B_MS, 100, 1),
      paying(A_MS, 10, { outcome: 'failed', cause: 'target.status' }),
    ]);
    const old = { fromMs: NOON_MS - 60 * DAY_MS, toMs: NOON_MS - 50 * DAY_MS };

    const pages = [
      await comparedIn(ports, { kind: 'range', range: old }, RANGES.b),
      await comparedIn(ports, RANGES.a, RANGES.b),
      await comparedIn(ports, { kind: 'run', runId: 'checkout-local-20200101T000000Z' }, RANGES.b),
      await comparedIn(ports, { kind: 'run', runId: '<script>' }, RANGES.b),
    ];

    expect(pages.map(({ problems }) => problems)).toEqual([
      [
        { code: 'no-runs', side: 'a' },
        {
          code: 'expired',
          side: 'a',
          storedFromMs: Date.UTC(2026, 9, 19, 12),
          storedDays: 35,
        },
      ],
      [{ code: 'no-passed-runs', side: 'a', region: 'eu-west-1', hasUnhealthy: false }],
      [{ code: 'unknown-run', side: 'a', runId: 'checkout-local-20200101T000000Z' }],
      [{ code: 'unknown-run', side: 'a', runId: '<script>' }],
    ]);
  });

  it('readCompare() compares nothing when the sides share time or runs', async () => {
    const runs = runsFrom(A_MS, 100, 1);
    const ports = await portsOf(runs);
    const later = { kind: 'range', range: { fromMs: A_MS + HOUR_MS, toMs: B_MS } } as const;

    const overlapping = await comparedIn(ports, RANGES.a, later);
    const within = await comparedIn(ports, RANGES.a, { kind: 'run', runId: runs[3]?.runId ?? '' });
    const backwards = await comparedIn(ports, RANGES.a, {
      kind: 'range',
      range: { fromMs: B_MS, toMs: A_MS },
    });

    expect(overlapping.problems).toEqual([{ code: 'overlap' }]);
    expect(within.problems).toEqual([{ code: 'shared-runs' }]);
    expect(backwards.problems).toEqual([{ code: 'empty-range', side: 'b' }]);
    expect([...overlapping.series, ...within.series, ...backwards.series]).toEqual([]);
  });

  it('readCompare() reads the newest 5,000 runs of a side, and reports the limit', async () => {
    const ports = dashboardPorts({
      store: {
        getRun: async () => null,
        listSeries: async () => [{ journey: 'checkout', region: 'eu-west-1' }],
        // A run each ten seconds.
        queryRuns: async ({ since = '', until = '' }) => {
          const [fromMs, toMs] = [Date.parse(since), Date.parse(until)];
          return Array.from({ length: (toMs - fromMs) / 10_000 }, (_, index) =>
            runRecord({ scheduledAt: new Date(toMs - (index + 1) * 10_000).toISOString() }),
          );
        },
      },
    });
    const range = { fromMs: A_MS - 3 * DAY_MS, toMs: A_MS };

    const page = await comparedIn(ports, { kind: 'range', range }, RANGES.b);

    expect(page.series[0]?.runs.a.runs).toBe(MAX_COMPARED_RUNS);
    expect(page.problems).toEqual([
      {
        code: 'cut',
        side: 'a',
        region: 'eu-west-1',
        maxRuns: MAX_READ_RUNS,
        fromMs: A_MS - MAX_READ_RUNS * 10_000,
      },
      {
        code: 'sampled',
        side: 'a',
        maxRuns: MAX_COMPARED_RUNS,
        regions: [{ region: 'eu-west-1', runs: MAX_READ_RUNS }],
      },
      {
        code: 'sampled',
        side: 'b',
        maxRuns: MAX_COMPARED_RUNS,
        regions: [{ region: 'eu-west-1', runs: 1_440 }],
      },
    ]);
  });

  it('readCompare() lists the journeys to choose from, and is null for others', async () => {
    const ports = await portsOf([paying(A_MS, 1)]);
    const project = dashboardProject({ plans: [planOf({ name: 'browse' })] });

    const unchosen = await readCompare({ journey: null, sides: RANGES }, project, ports);
    const unknown = await readCompare({ journey: 'nope', sides: RANGES }, project, ports);

    expect(unchosen).toMatchObject({
      journey: null,
      journeys: ['browse', 'checkout'],
      series: [],
      problems: [],
    });
    expect(unknown).toBeNull();
  });
});

describe('pageJson()', () => {
  it('pageJson() writes typed arrays as plain ones', async () => {
    const ports = await portsOf([paying(A_MS, 100), paying(B_MS, 145.5)]);

    const page = await comparedIn(ports, RANGES.a, RANGES.b);

    expect(JSON.parse(pageJson(page))).toMatchObject({
      series: [{ metrics: [{ metric: 'duration', values: { a: [110], b: [155.5] } }, {}] }],
    });
  });
});
