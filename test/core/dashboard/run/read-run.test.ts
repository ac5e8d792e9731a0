import { readRun } from '../../../../lib/core/dashboard/run/read-run.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { rollUpMetric } from '../../../../lib/core/rollup/roll-up-metric.ts';
import type { RollupItem, RollupSpan } from '../../../../lib/core/rollup/rollup.ts';
import { memoryRollupStore } from '../../../fakes/memory-rollup-store.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { dashboardPorts, dashboardProject } from '../../../support/dashboard-parts.ts';
import { EXACT_HISTOGRAMS } from '../../../support/stored-rollups.ts';
import { stepRecord } from '../../../support/record-parts.ts';
import { runAtMinute, runRecord } from '../../../support/run-records.ts';
import { planOf } from '../../alarms/journey-plan.ts';
import { HOUR_MS } from '../../../../lib/core/base/time.ts';

/** Whose week before begins at 16:00 seven days earlier. */
const SLOT = '2026-11-22T16:45:00.000Z';
const FROM_MS = Date.UTC(2026, 10, 15, 16);
const TO_MS = Date.UTC(2026, 10, 22, 16);

async function storeOf(records: readonly RunRecord[]) {
  const store = memoryRunStore();
  for (const record of records) await store.putRun(record);

  return store;
}

function requestOf({ journey, region, runId }: RunRecord) {
  return { journey, region, runId };
}

/** Values of an hour of the week before; outside of it one that would be noticed. */
function valuesOf(hourMs: number): readonly number[] {
  if (hourMs < FROM_MS || hourMs >= TO_MS) return [9_000_000];
  const hour = (hourMs - FROM_MS) / HOUR_MS;

  return [100 + hour, 101.5 + ((hour * 37) % 168)];
}

/** Hours and days of ten days around the run, each day the values of its hours. */
function storedItems(metric: string): readonly RollupItem[] {
  const spans: readonly (readonly [RollupSpan, number])[] = [
    ['hour', 1],
    ['day', 24],
  ];

  return spans.flatMap(([span, hours]) => {
    const firstMs = Date.UTC(2026, 10, 13);
    return Array.from({ length: (10 * 24) / hours }, (_, index): RollupItem => {
      const startMs = firstMs + index * hours * HOUR_MS;
      const timed = Array.from({ length: hours }, (__, hour) => valuesOf(startMs + hour * HOUR_MS));
      const subject = { metric, timed: timed.flat(), censored: [] };

      return {
        span,
        metric,
        startsAt: new Date(startMs).toISOString(),
        rollup: rollUpMetric(subject, EXACT_HISTOGRAMS),
      };
    });
  });
}

/** Type 8 of Hyndman and Fan, on the values themselves. */
function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length + 1 / 3) * q + 1 / 3;
  const below = Math.floor(rank);
  const low = sorted[below - 1] ?? Number.NaN;

  return low + (rank - below) * ((sorted[below] ?? Number.NaN) - low);
}

describe('readRun()', () => {
  it('readRun() reads the run, its budgets and its stored evidence', async () => {
    const item = { kind: 'trace', path: 'evidence/trace.zip', from: 'run' } as const;
    const record = runRecord({ evidence: [item] });
    const budgets = [{ metric: 'duration', statistic: 'p75', max: 2000 }] as const;
    const project = dashboardProject({
      plans: [planOf({ name: 'checkout', budgets })],
      banner: 'An hour passes in a second.',
    });
    const ports = dashboardPorts({
      store: await storeOf([record]),
      evidence: {
        viewOf: async ({ runId }, each) => ({
          item: each,
          available: true,
          command: `open ${runId}`,
        }),
      },
    });

    const page = await readRun(requestOf(record), project, ports);

    expect(page).toMatchObject({
      kind: 'run',
      stage: 'dev',
      source: 'local',
      banner: 'An hour passes in a second.',
      readAtMs: Date.UTC(2026, 10, 23, 12),
      record: { runId: record.runId, durationMs: 123.456 },
      evidence: [{ item, available: true, command: `open ${record.runId}` }],
      budgets,
      previous: null,
      next: null,
    });
  });

  it('readRun() has the usual timings of the seven days before, to the hour', async () => {
    const record = runRecord({ scheduledAt: SLOT, steps: [stepRecord({ name: 'pay' })] });
    const rollups = memoryRollupStore();
    await rollups.put(record, [...storedItems('duration'), ...storedItems('step:pay')]);
    const ports = dashboardPorts({
      store: await storeOf([record]),
      rollups,
      histograms: EXACT_HISTOGRAMS,
    });
    rollups.queries = 0;

    const page = await readRun(requestOf(record), dashboardProject(), ports);

    const hours = Array.from({ length: 168 }, (_, hour) => valuesOf(FROM_MS + hour * HOUR_MS));
    const expected = hours.flat();
    expect(page?.usual.map(({ metric }) => metric)).toEqual(['duration', 'step:pay']);
    for (const { p50, p95 } of page?.usual ?? []) {
      expect(p50).toMatchObject({
        kind: 'quantile',
        n: 336,
        value: expect.closeTo(quantile(expected, 0.5), 6),
      });
      expect(p95).toMatchObject({
        kind: 'quantile',
        n: 336,
        value: expect.closeTo(quantile(expected, 0.95), 6),
      });
    }
    // Hours, days, hours: of each metric three, whatever the week holds.
    expect(rollups.queries).toBe(6);
  });

  it('readRun() has the number of missing values for a young journey', async () => {
    const record = runRecord();

    const page = await readRun(
      requestOf(record),
      dashboardProject(),
      dashboardPorts({ store: await storeOf([record]) }),
    );

    expect(page?.usual).toEqual([
      {
        metric: 'duration',
        p50: {
          kind: 'insufficient-data',
          shortage: { code: 'too-few-values', q: 0.5, n: 0, needed: 6 },
          moreDays: null,
        },
        p95: {
          kind: 'insufficient-data',
          shortage: { code: 'too-few-values', q: 0.95, n: 0, needed: 72 },
          moreDays: null,
        },
      },
    ]);
  });

  it('readRun() finds the runs before and after it, also at the same instant', async () => {
    const asked = runRecord({ scheduledAt: null, startedAt: SLOT });
    const records = [
      runAtMinute(40),
      runAtMinute(45),
      asked,
      runAtMinute(50),
      runAtMinute(47, { region: 'us-east-1' }),
    ];
    const ports = dashboardPorts({ store: await storeOf(records) });

    const pages = await Promise.all(
      records.slice(0, 4).map((record) => readRun(requestOf(record), dashboardProject(), ports)),
    );

    const [first, slot, onDemand, last] = records.map(({ runId }) => runId);
    expect(pages.map((page) => [page?.previous, page?.next])).toEqual([
      [null, slot],
      [first, onDemand],
      [slot, last],
      [onDemand, null],
    ]);
  });

  it('readRun() is null for another region, an unknown id or an invalid id', async () => {
    const record = runRecord();
    const ports = dashboardPorts({ store: await storeOf([record]) });
    const requests = [
      { ...requestOf(record), region: 'local' },
      { ...requestOf(record), runId: 'checkout-eu-west-1-20261122T164600Z' },
      { ...requestOf(record), runId: '../../etc/passwd' },
    ];

    const pages = requests.map((request) => readRun(request, dashboardProject(), ports));

    await expect(Promise.all(pages)).resolves.toEqual([null, null, null]);
  });
});
