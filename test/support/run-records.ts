import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { onDemandRunId, slotRunId } from '../../lib/core/store/run-id.ts';

/** A passed API run of a slot, with what a test wants otherwise. */
export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  const { journey = 'checkout', region = 'eu-west-1', scheduledAt } = changes;
  const slot = scheduledAt === undefined ? '2026-11-22T16:45:00.000Z' : scheduledAt;
  const startedAt = changes.startedAt ?? slot ?? '2026-11-22T16:45:00.250Z';

  return {
    schema: 1,
    runId:
      slot === null
        ? onDemandRunId({ journey, region, startedAt, suffix: 'k3x9' })
        : slotRunId(journey, region, slot),
    journey,
    kind: 'api',
    stage: 'dev',
    region,
    scheduledAt: slot,
    startedAt,
    onDemand: slot === null,
    outcome: 'passed',
    cause: null,
    error: null,
    durationMs: 123.456,
    attempts: 1,
    attemptList: [{ outcome: 'passed', cause: null, message: null, durationMs: 123.456 }],
    flaky: false,
    checks: 3,
    steps: [],
    requests: [],
    vitals: null,
    instrument: {
      cold: false,
      nodeVersion: 'v20.19.0',
      chromiumVersion: null,
      browserMode: null,
      cpuCheckMs: 1.5,
      eventLoopDelayMaxMs: 4.25,
      memoryBytes: 50_000_000,
      off: [],
    },
    evidence: [],
    console: [],
    pageErrors: [],
    log: [],
    omitted: {},
    journeyVersion: 'a1b2c3',
    ...changes,
  };
}

/** A run of the slot that is `minutes` after 16:00. */
export function runAtMinute(minutes: number, changes: Partial<RunRecord> = {}): RunRecord {
  const slot = new Date(Date.UTC(2026, 10, 22, 16, minutes)).toISOString();

  return runRecord({ scheduledAt: slot, ...changes });
}
