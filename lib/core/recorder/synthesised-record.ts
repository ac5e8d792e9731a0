import { fnv1a } from '../base/fnv1a.ts';
import { MINUTE_MS } from '../base/time.ts';
import { type RunnerEvent, slotIn } from '../deploy/runner-event.ts';
import { isSurplusTick } from '../deploy/surplus-tick.ts';
import type { Cause } from '../record/outcome.ts';
import type { QueueFrame } from '../record/queue-message.ts';
import { RECORD_SCHEMA, type JourneyKind, type RunRecord } from '../record/run-record.ts';
import { noObservations } from '../run/instrument.ts';
import { instantOfRunId, isOnDemandRunId, onDemandRunId, slotRunId } from '../store/run-id.ts';

/** The slot of a lost run; `guessed` where the event did not hold its instant. Null: on demand. */
type EventSlot = { readonly scheduledAt: string; readonly guessed: boolean } | null;

/** What is known of a run that left no record of its own. */
interface LostRun {
  readonly event: RunnerEvent;
  readonly slot: EventSlot;
  /** Used when the event has no kind. */
  readonly kind: JourneyKind;
  readonly cause: Cause;
  /** For people: what happened, and what to check. */
  readonly message: string;
  /** When the loss was reported, in milliseconds since 1970. */
  readonly reportedAtMs: number;
  /** Distinguishes runs on demand of the same instant. */
  readonly requestId: string;
}

/** Most characters that a record's message quotes from AWS. */
export const MAX_QUOTE = 500;

/**
 * The slot that an event is for: its own instant, else the first of the `others` that is an instant,
 * else the minute of `atMs`.
 */
export function slotOf(
  event: RunnerEvent,
  hints: { readonly others: readonly (string | undefined)[]; readonly atMs: number },
): EventSlot {
  if (event.scheduledAt === undefined) return null;
  const texts = [event.scheduledAt, ...hints.others.filter((each) => each !== undefined)];
  const known = texts.map(slotIn).find((each) => each !== null);
  if (known !== undefined) return { scheduledAt: known, guessed: false };
  const minuteMs = Math.floor(hints.atMs / MINUTE_MS) * MINUTE_MS;

  return { scheduledAt: new Date(minuteMs).toISOString(), guessed: true };
}

/** Whether a lost event was for none of its schedule's slots, so that nothing was lost. */
export function isBesideSlots(
  event: RunnerEvent,
  slot: EventSlot,
  { region }: Pick<QueueFrame, 'region'>,
): boolean {
  if (slot === null) return false;
  const { scheduledAt } = slot;

  return isSurplusTick({ ...event, scheduledAt }, { region, nowMs: Date.parse(scheduledAt) });
}

const GUESSED_SLOT =
  'The slot is a guess: the schedule did not send its instant, so this is the minute in which the loss was reported.';

/** The `errored` record of a run of which only its loss is known. It has no measurements. */
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
    ...noObservations('unknown'),
    log:
      slot?.guessed === true
        ? [{ level: 'warning', text: GUESSED_SLOT, atMs: 0, source: null }]
        : [],
    journeyVersion: event.version ?? 'unknown',
  };
}

function runIdOf({ event, slot, reportedAtMs, requestId }: LostRun, region: string): string {
  const { journey, runId } = event;
  if (slot !== null) return slotRunId(journey, region, slot.scheduledAt);
  // The runner rejects every other id: it could overwrite the record of another run.
  if (runId !== undefined && isOnDemandRunId(runId, { journey, region })) return runId;

  return onDemandRunId({
    journey,
    region,
    startedAt: new Date(reportedAtMs).toISOString(),
    suffix: fnv1a(requestId).toString(36),
  });
}
