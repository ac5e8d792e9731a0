import type { RunnerEvent } from '../deploy/events.ts';
import { canonicalInstant } from '../store/instant.ts';
import { instantOfRunId } from '../store/run-id.ts';
import { fieldsOf, textIn } from './plain-data.ts';
import { MINUTE_MS } from '../base/time.ts';

const MAX_NAME = 255;
const MAX_RUN_ID = 300;

/** The slot of an event; `guessed` where the event did not say. Null: the run was on demand. */
export type EventSlot = { readonly scheduledAt: string; readonly guessed: boolean } | null;

/** Reads what a runner was invoked with, or would have been; null where it names no journey. */
export function readRunnerEvent(value: unknown): RunnerEvent | null {
  const fields = fieldsOf(value);
  const journey = textIn(fields, 'journey');
  if (journey === null || journey.length > MAX_NAME) return null;
  const kind = fields['kind'];
  const version = textIn(fields, 'version');
  const scheduledAt = textIn(fields, 'scheduledAt');
  const runId = textIn(fields, 'runId');

  return {
    journey,
    ...(kind === 'api' || kind === 'browser' ? { kind } : {}),
    ...(version !== null && { version }),
    ...(scheduledAt !== null && { scheduledAt }),
    ...(runId !== null && isRunId(runId) && { runId }),
  };
}

/**
 * The instant that an event is for: its own, or where nobody filled it in, the first of the
 * `others` that is one, or the minute of `atMs`.
 */
export function slotOf(
  event: RunnerEvent,
  hints: { readonly others: readonly (string | undefined)[]; readonly atMs: number },
): EventSlot {
  if (event.scheduledAt === undefined) return null;
  const known = [event.scheduledAt, ...hints.others].map(instantIn).find((each) => each !== null);
  if (known !== undefined) return { scheduledAt: known, guessed: false };
  const minuteMs = Math.floor(hints.atMs / MINUTE_MS) * MINUTE_MS;

  return { scheduledAt: new Date(minuteMs).toISOString(), guessed: true };
}

/** The instant that a text is, in the one fixed form; null where it is none. */
export function instantIn(text: string | undefined): string | null {
  try {
    return text === undefined ? null : canonicalInstant(text);
  } catch {
    // What is no instant says nothing: the caller has other sources.
    return null;
  }
}

function isRunId(runId: string): boolean {
  try {
    return runId.length <= MAX_RUN_ID && instantOfRunId(runId) !== '';
  } catch {
    // Whoever invoked the function may have made up any id; one without an instant addresses nothing.
    return false;
  }
}
