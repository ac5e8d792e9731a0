import { readJourney } from '../../../lib/core/dashboard/journey.ts';
import type { DashboardPorts } from '../../../lib/core/dashboard/dashboard-ports.ts';
import type { JourneyPage } from '../../../lib/core/dashboard/journey-page.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { memoryAnnotationStore, memoryFindingStore } from '../../fakes/memory-trend-stores.ts';
import { dashboardPorts, dashboardProject } from '../../support/dashboard-parts.ts';
import { finding } from '../../support/findings.ts';
import { plantRuns, rollUpRuns, runsBetween } from '../../support/planted-runs.ts';
import { requestPhases, requestRecord, stepRecord } from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';
import { planOf } from '../alarms/journey-plan.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Twenty minutes into an hour: that of 11:00 was rolled up, that of 12:00 is under way. */
const NOW_MS = Date.UTC(2026, 10, 23, 12, 20);
const ROLLED_MS = Date.UTC(2026, 10, 23, 12);
const FROM_MS = Date.UTC(2026, 10, 11);
const RANGE = { fromMs: FROM_MS, toMs: NOW_MS };
const REQUEST = { journey: 'checkout', range: RANGE, metric: null };
const EVERY_10 = { fromMs: FROM_MS, toMs: NOW_MS, everyMs: 10 * MINUTE_MS };
const PLAN = planOf({ kind: 'api', regions: ['eu-west-1'], budgets: [] });

/** Durations that never repeat in a week: 100 to 600 ms. */
function timedRun(index: number): Partial<RunRecord> {
  const durationMs = 100 + ((index * 37) % 501);

  return {
    durationMs,
    steps: [
      stepRecord({ name: 'open', durationMs: durationMs * 0.5 }),
      stepRecord({ name: 'pay', startMs: durationMs * 0.5, durationMs: durationMs * 0.3 }),
    ],
  };
}

async function portsOf(
  records: readonly RunRecord[],
  changes: Partial<DashboardPorts> = {},
): Promise<DashboardPorts> {
  const planted = await plantRuns(records, ROLLED_MS);

  return dashboardPorts({ ...planted, clock: { epochMs: () => NOW_MS }, ...changes });
}

function projectOf(plan = PLAN) {
  return dashboardProject({ source: 'deployed', plans: [plan] });
}

async function pageOf(
  ports: DashboardPorts,
  changes: Partial<typeof REQUEST> = {},
  plan = PLAN,
): Promise<JourneyPage> {
  const page = await readJourney({ ...REQUEST, ...changes }, projectOf(plan), ports);
  if (page === null) throw new Error('Expected a page');

  return page;
}

/** The q-th quantile of values by R's type 8. */
function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length + 1 / 3) * q + 1 / 3;
  const [below, above] = [sorted[Math.floor(rank) - 1] ?? 0, sorted[Math.floor(rank)] ?? 0];

  return below + (rank - Math.floor(rank)) * (above - below);
}

function slotOf({ scheduledAt }: RunRecord): number {
  return Date.parse(scheduledAt ?? '');
}

describe('readJourney()', () => {
  test('readJourney() gives quantiles of each bucket as its values have them', async () => {
    const records = runsBetween(EVERY_10, timedRun);

    const { regions } = await pageOf(await portsOf(records));

    const bands = regions[0]?.bands;
    // Six runs an hour: 72 in half a day, and some to spare in a day.
    expect(bands?.grid).toEqual({ startMs: FROM_MS, stepMs: DAY_MS, length: 13 });
    expect(bands?.n).toEqual([...Array.from({ length: 12 }, () => 144), 74]);
    expect(bands?.tracks.map(({ q }) => q)).toEqual([0.5, 0.75, 0.95]);
    for (const { q, values, low, high } of bands?.tracks ?? []) {
      for (const [index, value] of values.entries()) {
        const own = records.filter(
          (each) => Math.floor((slotOf(each) - FROM_MS) / DAY_MS) === index,
        );
        const truth = quantile(
          own.map(({ durationMs }) => durationMs),
          q,
        );
        expect(Math.abs((value ?? 0) / truth - 1)).toBeLessThan(0.01);
        expect(low[index]).toBeLessThanOrEqual(value ?? 0);
        expect(high[index]).toBeGreaterThanOrEqual(value ?? Infinity);
      }
    }
  });

  test('readJourney() stacks steps that add up to the mean duration', async () => {
    const records = runsBetween(EVERY_10, timedRun);

    const { regions } = await pageOf(await portsOf(records));

    const steps = regions[0]?.steps;
    expect(steps?.layers.map(({ step }) => step)).toEqual(['open', 'pay', null]);
    for (const [index, n] of steps?.n.entries() ?? []) {
      const own = records.filter((each) => Math.floor((slotOf(each) - FROM_MS) / DAY_MS) === index);
      const mean = own.reduce((sum, { durationMs }) => sum + durationMs, 0) / own.length;
      const layers = steps?.layers.map(({ meanMs }) => meanMs[index] ?? NaN) ?? [];
      expect(n).toBe(own.length);
      expect(Math.abs(layers.reduce((sum, each) => sum + each, 0) / mean - 1)).toBeLessThan(0.001);
      expect(layers[0]).toBeCloseTo(mean * 0.5, 0);
    }
  });
});
