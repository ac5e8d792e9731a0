import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import { type JobsFrame, runHourlyJobs } from '../../lib/core/jobs/hourly-jobs.ts';
import { DEPLOYED_SCAN } from '../../lib/core/jobs/gaps.ts';
import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { slotsBetween } from '../../lib/core/schedule/slots.ts';
import { planOf } from '../core/alarms/journey-plan.ts';
import { keptMetrics } from '../fakes/kept-metrics.ts';
import { memoryWatchStore } from '../fakes/memory-job-stores.ts';
import { memoryRollupStore } from '../fakes/memory-rollup-store.ts';
import { memoryRunStore } from '../fakes/memory-run-store.ts';
import { runRecord } from './run-records.ts';

export const NOON_MS = Date.UTC(2026, 10, 22, 12);
export const REGION = 'eu-west-1';
export const EVERY_10_MINUTES = { kind: 'rate', everyMinutes: 10 } as const;
export const SERIES = { journey: 'checkout', region: REGION };

export function plan(changes: Partial<JourneyPlan> = {}): JourneyPlan {
  return planOf({ regions: [REGION], kind: 'api', schedule: EVERY_10_MINUTES, ...changes });
}

/** A platform whose clock is set by the test. */
export function world({ scan = DEPLOYED_SCAN, metrics = keptMetrics() } = {}) {
  let nowMs = NOON_MS;
  let journeys: readonly JourneyPlan[] = [plan()];
  const ports = {
    runs: memoryRunStore(),
    watches: memoryWatchStore(),
    rollups: memoryRollupStore(),
    metrics,
    histograms: hdrHistograms(),
    clock: { epochMs: () => nowMs },
  };

  return {
    ports,
    deploy: (plans: readonly JourneyPlan[]) => void (journeys = plans),
    at: async (ms: number, options = {}) => {
      nowMs = ms;
      const frame: JobsFrame = { stage: 'prod', journeys, scan, retentionDays: 35 };

      return runHourlyJobs(frame, ports, options);
    },
    /** Records of all slots of a time, but those that are left out. */
    record: async (fromMs: number, toMs: number, lost: readonly number[] = []) => {
      for (const slot of slotsBetween(EVERY_10_MINUTES, SERIES, { fromMs, toMs })) {
        if (!lost.includes(slot)) await ports.runs.putRun(slotRecord(slot));
      }
    },
    missing: async () =>
      (await ports.runs.queryRuns({ ...SERIES, order: 'oldest-first' }))
        .filter(({ outcome }) => outcome === 'missing')
        .map(({ scheduledAt }) => Date.parse(scheduledAt ?? '')),
  };
}

export function slotRecord(slotMs: number, changes: Partial<RunRecord> = {}): RunRecord {
  return runRecord({ ...SERIES, scheduledAt: new Date(slotMs).toISOString(), ...changes });
}

export function slots(
  fromMs: number,
  toMs: number,
  schedule: JourneyPlan['schedule'] = EVERY_10_MINUTES,
) {
  return slotsBetween(schedule, SERIES, { fromMs, toMs });
}

export const EVERYTHING = {
  since: '2026-01-01T00:00:00.000Z',
  until: '2027-01-01T00:00:00.000Z',
};
