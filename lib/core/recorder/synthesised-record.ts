import type { RunnerEvent } from '../deploy/events.ts';
import type { Cause } from '../record/outcome.ts';
import { RECORD_SCHEMA, type JourneyKind, type RunRecord } from '../record/run-record.ts';
import { noReading } from '../run/instrument.ts';
import { fnv1a } from '../base/fnv1a.ts';
import { instantOfRunId, onDemandRunId, slotRunId } from '../store/run-id.ts';
import type { QueueFrame } from '../record/queue-message.ts';
import type { EventSlot } from './runner-event.ts';

/** What is known of a run that left no record of its own. */
export interface LostRun {
  readonly event: RunnerEvent;
  readonly slot: EventSlot;
  /** Where the event does not say. */
  readonly kind: JourneyKind;
  readonly cause: Cause;
  /** For people: what happened, and what to look at. */
  readonly message: string;
  /** When it was reported, in milliseconds since 1970. */
  readonly reportedAtMs: number;
  /** What tells this run on demand from others of the same instant. */
  readonly requestId: string;
}

const GUESSED_SLOT =
  'The slot is a guess: the schedule did not say its instant, so this is the minute in which the loss was reported.';

/** The record of a run of which only its loss is known: `errored`, and nothing measured. */
export function synthesisedRecord(lost: LostRun, { stage, region }: QueueFrame): RunRecord {
  const { event, slot, cause, message } = lost;
  const runId = runIdOf(lost, region);

  return {
    schema: RECORD_SCHEMA,
    runId,
    journey: event.journey,
    kind: event.kind ?? lost.kind,
    stage,
    region,
    scheduledAt: slot?.scheduledAt ?? null,
    startedAt: slot?.scheduledAt ?? instantOfRunId(runId),
    onDemand: slot === null,
    outcome: 'errored',
    cause,
    error: { message, step: null, file: null, line: null, column: null },
    durationMs: 0,
    attempts: 0,
    attemptList: [],
    flaky: false,
    checks: 0,
    steps: [],
    requests: [],
    vitals: null,
    instrument: noReading('unknown'),
    evidence: [],
    console: [],
    pageErrors: [],
    log:
      slot?.guessed === true
        ? [{ level: 'warning', text: GUESSED_SLOT, atMs: 0, source: null }]
        : [],
    omitted: {},
    journeyVersion: event.version ?? 'unknown',
  };
}

function runIdOf({ event, slot, reportedAtMs, requestId }: LostRun, region: string): string {
  if (slot !== null) return slotRunId(event.journey, region, slot.scheduledAt);

  return (
    event.runId ??
    onDemandRunId({
      journey: event.journey,
      region,
      startedAt: new Date(reportedAtMs).toISOString(),
      suffix: fnv1a(requestId).toString(36),
    })
  );
}
