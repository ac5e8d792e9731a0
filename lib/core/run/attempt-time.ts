import type { JourneyPlan } from '../journey/plan.ts';
import type { Cause } from '../record/outcome.ts';
import type { ConsoleLine } from '../record/run-record.ts';
import type { AttemptRequest, AttemptResult } from '../journey/attempt.ts';

/** Time limits of one attempt: of its body, and in total. */
export type AttemptTime = Pick<AttemptRequest, 'timeoutMs' | 'totalMs'>;

/** With less time left, no further attempt or evidence run is started. */
const MIN_ATTEMPT_MS = 2_000;
/** Time for collecting observations after a body that used all of its own. */
const SETTLE_MS: Readonly<Record<JourneyPlan['kind'], number>> = { api: 500, browser: 2_500 };
/** Browser calls give up this long before the deadline, so that their own message is reported. */
const NEAR_DEADLINE_MS = 1_000;

/** Time after a body's deadline for finding out whether browser and page respond. */
export const RESPONSE_CHECK_MS: Readonly<Record<JourneyPlan['kind'], number>> = {
  api: 0,
  browser: 4_000,
};

/**
 * Limit for finding the cause of a failure after a body that used all of its time: a look-up of names
 * and a connection have shorter deadlines. Only a browser leaves anything to find out.
 */
export const CONCLUDING_LIMIT_MS = 20_000;

/**
 * Time after a body's deadline for the error of a call that gave up before it: a worker that takes in
 * many events of its browser gets it late. Requests of API journeys end at the deadline itself.
 */
export const ERROR_GRACE_MS: Readonly<Record<JourneyPlan['kind'], number>> = {
  api: 0,
  browser: 300,
};

/** Causes that too little time can produce; a response of 500 or a full heap is not among them. */
const CAUSES_OF_SHORT_TIME: ReadonlySet<Cause | null> = new Set<Cause>([
  'target.timeout',
  'target.dns',
  'target.connect',
  'target.tls',
  'target.assertion',
  'target.unresponsive',
  'journey.exception',
  'journey.timeout',
]);

/** The limits of the next attempt: the journey's time-out, or the run's remaining time when it is less. */
export function attemptTime(
  plan: Pick<JourneyPlan, 'kind' | 'timeoutMs'>,
  remainingMs: (() => number) | undefined,
): AttemptTime {
  if (remainingMs === undefined) return { timeoutMs: plan.timeoutMs };
  const leftMs = Math.max(1, Math.floor(remainingMs()));

  return { timeoutMs: Math.min(plan.timeoutMs, leftMs), totalMs: leftMs + SETTLE_MS[plan.kind] };
}

/** Whether the run's remaining time is enough for another attempt or evidence run. */
export function hasTime(remainingMs: (() => number) | undefined): boolean {
  return remainingMs === undefined || remainingMs() >= MIN_ATTEMPT_MS;
}

/**
 * Turns a result into `monitor.timeout` when it failed at a deadline shorter than the journey's own:
 * the platform's lack of time proves nothing about journey or target. Other results stay unchanged.
 */
export function judgeTime(
  result: AttemptResult,
  { plan, timeoutMs }: Pick<AttemptRequest, 'plan' | 'timeoutMs'>,
): AttemptResult {
  const isShortened = timeoutMs < plan.timeoutMs;
  const isAtDeadline = result.durationMs >= timeoutMs - NEAR_DEADLINE_MS;
  if (!isShortened || !isAtDeadline || !CAUSES_OF_SHORT_TIME.has(result.cause)) return result;
  const why = `The run was ended after ${timeoutMs / 1_000} s, before the journey's own time-out: no time was left`;
  const message = result.error === null ? why : `${why}. It reported: ${result.error.message}`;
  const place = result.error ?? { step: null, file: plan.file, line: null, column: null };

  return {
    ...result,
    outcome: 'errored',
    cause: 'monitor.timeout',
    error: { ...place, message },
  };
}

/** The log line about a further attempt that ran out of time. */
export function cutAttemptLine({ durationMs }: Pick<AttemptResult, 'durationMs'>): ConsoleLine {
  const seconds = (durationMs / 1_000).toFixed(1);
  const text = `A further attempt was ended after ${seconds} s because the run had no time left; it is not counted`;

  return { level: 'warning', text, atMs: 0, source: 'waywiser' };
}
