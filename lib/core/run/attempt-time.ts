import type { JourneyPlan } from '../journey/plan.ts';
import type { Cause } from '../record/outcome.ts';
import type { ConsoleLine } from '../record/run-record.ts';
import type { AttemptRequest, AttemptResult } from '../journey/attempt.ts';

/** The time of one attempt: of its body, and with what surrounds it. */
export type AttemptTime = Pick<AttemptRequest, 'timeoutMs' | 'totalMs'>;

/** Less than this is not worth beginning another attempt, or a repetition with tracing. */
const WORTHWHILE_MS = 2_000;
/** For collecting what a body left behind when all of the time was its own. */
const SETTLE_MS: Readonly<Record<JourneyPlan['kind'], number>> = { api: 500, browser: 2_500 };
/** Calls of a browser give up this long before the deadline, so that their own message is heard. */
const NEAR_MS = 1_000;

/** What too little time can look like; an answer of 500 or a full heap is none of it. */
const LOOKS_LIKE_TIME: ReadonlySet<Cause | null> = new Set<Cause>([
  'target.timeout',
  'target.dns',
  'target.connect',
  'target.tls',
  'target.assertion',
  'journey.exception',
  'journey.timeout',
]);

/** The time of the next attempt: the journey's own, or what is left of the run's where that is less. */
export function attemptTime(
  plan: Pick<JourneyPlan, 'kind' | 'timeoutMs'>,
  remainingMs: (() => number) | undefined,
): AttemptTime {
  if (remainingMs === undefined) return { timeoutMs: plan.timeoutMs };
  const leftMs = Math.max(1, Math.floor(remainingMs()));

  return { timeoutMs: Math.min(plan.timeoutMs, leftMs), totalMs: leftMs + SETTLE_MS[plan.kind] };
}

/** Whether enough time is left to begin something more. */
export function hasTime(remainingMs: (() => number) | undefined): boolean {
  return remainingMs === undefined || remainingMs() >= WORTHWHILE_MS;
}

/**
 * The result as it stands, or `monitor.timeout` where it failed at a deadline that was nearer than
 * the journey's own: time that the platform did not have proves nothing about journey or target.
 */
export function judgeTime(
  result: AttemptResult,
  { plan, timeoutMs }: Pick<AttemptRequest, 'plan' | 'timeoutMs'>,
): AttemptResult {
  const isShortened = timeoutMs < plan.timeoutMs;
  const isAtDeadline = result.durationMs >= timeoutMs - NEAR_MS;
  if (!isShortened || !isAtDeadline || !LOOKS_LIKE_TIME.has(result.cause)) return result;
  const why = `The run was ended after ${timeoutMs / 1_000} s, before the journey's own time-out: no time was left for more`;
  const message = result.error === null ? why : `${why}. It said: ${result.error.message}`;
  const place = result.error ?? { step: null, file: plan.file, line: null, column: null };

  return {
    ...result,
    outcome: 'errored',
    cause: 'monitor.timeout',
    error: { ...place, message },
  };
}

/** The line of the log about a further attempt that time cut short. */
export function cutAttemptLine({ durationMs }: Pick<AttemptResult, 'durationMs'>): ConsoleLine {
  const seconds = (durationMs / 1_000).toFixed(1);
  const text = `A further attempt was ended after ${seconds} s, when the run's time was used up, and is not counted`;

  return { level: 'warning', text, atMs: 0, source: 'waywiser' };
}
