import type { DashboardPorts, DashboardProject } from '../../lib/core/dashboard/dashboard-ports.ts';
import { readJourney } from '../../lib/core/dashboard/journey/read-journey.ts';
import type { JourneyPage } from '../../lib/core/dashboard/journey/journey-page.ts';
import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { planOf } from '../core/alarms/journey-plan.ts';
import { dashboardPorts, dashboardProject } from './dashboard-parts.ts';
import { storeRuns, type StoredRuns } from './stored-runs.ts';
import { stepRecord } from './record-parts.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/core/base/time.ts';

/** Twenty minutes into an hour: that of 11:00 was rolled up, that of 12:00 is under way. */
export const NOW_MS = Date.UTC(2026, 10, 23, 12, 20);
export const ROLLED_MS = Date.UTC(2026, 10, 23, 12);
/** Midnight, twelve days and a half before. */
export const FROM_MS = Date.UTC(2026, 10, 11);
/** What is asked for, and has a run each ten minutes. */
export const REQUEST = {
  journey: 'checkout',
  range: { fromMs: FROM_MS, toMs: NOW_MS },
  metric: null,
};
export const EVERY_10 = { fromMs: FROM_MS, toMs: NOW_MS, everyMs: 10 * MINUTE_MS };
/** An API journey of one region. */
export const API_PLAN = planOf({ kind: 'api', regions: ['eu-west-1'], budgets: [] });

/** Durations of 100 to 600 ms that do not repeat in three days: half of it opens, a third pays. */
export function timedRun(index: number): Partial<RunRecord> {
  const durationMs = 100 + ((index * 37) % 501);

  return {
    durationMs,
    steps: [
      stepRecord({ name: 'open', durationMs: durationMs * 0.5 }),
      stepRecord({ name: 'pay', startMs: durationMs * 0.5, durationMs: durationMs * 0.3 }),
    ],
  };
}

/** Ports of stores with runs. */
export function portsOf(stored: StoredRuns, changes: Partial<DashboardPorts> = {}): DashboardPorts {
  return dashboardPorts({ ...stored, clock: { epochMs: () => NOW_MS }, ...changes });
}

/** Ports of stores with runs, which were rolled up. */
export async function portsWith(
  records: readonly RunRecord[],
  changes: Partial<DashboardPorts> = {},
): Promise<DashboardPorts> {
  return portsOf(await storeRuns(records, ROLLED_MS), changes);
}

/** A deployed project of one journey. */
export function projectOf(plan: JourneyPlan = API_PLAN): DashboardProject {
  return dashboardProject({ source: 'deployed', plans: [plan] });
}

/** The page of the journey; rejects where there is none. */
export async function pageOf(
  ports: DashboardPorts,
  changes: Partial<typeof REQUEST> = {},
  plan: JourneyPlan = API_PLAN,
): Promise<JourneyPage> {
  const page = await readJourney({ ...REQUEST, ...changes }, projectOf(plan), ports);
  if (page === null) throw new Error('Expected a page');

  return page;
}

/** The q-th quantile of values by R's type 8. */
export function quantileOfValues(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length + 1 / 3) * q + 1 / 3;
  const [below, above] = [sorted[Math.floor(rank) - 1] ?? NaN, sorted[Math.floor(rank)] ?? NaN];

  return below + (rank - Math.floor(rank)) * (above - below);
}

/** The runs of each of the thirteen days. */
export function byDay(records: readonly RunRecord[]): readonly (readonly RunRecord[])[] {
  return Array.from({ length: 13 }, (_, day) =>
    records.filter(
      ({ scheduledAt }) => Math.floor((Date.parse(scheduledAt ?? '') - FROM_MS) / DAY_MS) === day,
    ),
  );
}

export function durationsOf(records: readonly RunRecord[]): readonly number[] {
  return records.map(({ durationMs }) => durationMs);
}

export function meanOf(records: readonly RunRecord[]): number {
  return durationsOf(records).reduce((sum, each) => sum + each, 0) / records.length;
}

/** The largest difference, as a share of what is true. */
export function farthest(values: readonly (number | null)[], truth: readonly number[]): number {
  return Math.max(...truth.map((each, at) => Math.abs((values[at] ?? NaN) / each - 1)));
}
