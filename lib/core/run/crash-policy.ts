import type { JourneyPlan } from '../journey/plan.ts';
import type { AttemptResult } from '../journey/attempt.ts';
import type { Cause } from '../record/outcome.ts';

/** Deaths in a fresh browser after which no further one is tried. */
export const DEATHS_TO_CONFIRM = 2;

type Attempted = Pick<AttemptResult, 'cause' | 'durationMs'>;

/** Whether an attempt ended because the browser, or the page's process, died while it ran. */
export function isBrowserDeath({ cause, durationMs }: Attempted): boolean {
  // A browser that did not start is another matter: a further start was tried at once.
  return cause === 'target.crash' || (cause === 'monitor.browser' && durationMs > 0);
}

/**
 * Whether a journey that may be repeated is repeated in a fresh browser, whatever its `retries`:
 * the first death may have been that of a reused browser, so only those in fresh ones count.
 */
export function deathNeedsProof(attempts: readonly Attempted[]): boolean {
  return attempts.slice(1).filter(isBrowserDeath).length < DEATHS_TO_CONFIRM;
}

/**
 * The attempts with the cause that their crashes have together. A page that crashed two fresh
 * browsers is the cause; every other crash is the monitor's, because it cannot be distinguished from a process
 * that this machine ended.
 */
export function concludeCrashes(
  plan: Pick<JourneyPlan, 'repeatable'>,
  attempts: readonly AttemptResult[],
): readonly AttemptResult[] {
  if (isConfirmed(attempts)) return attempts;

  return attempts.map((attempt) =>
    attempt.cause === CRASH ? unconfirmed(attempt, plan.repeatable) : attempt,
  );
}

const CRASH: Cause = 'target.crash';

function isConfirmed(attempts: readonly AttemptResult[]): boolean {
  const fresh = attempts.slice(1).filter(({ cause }) => cause === CRASH);

  return fresh.length >= DEATHS_TO_CONFIRM && attempts.at(-1)?.cause === CRASH;
}

function unconfirmed(attempt: AttemptResult, isRepeatable: boolean): AttemptResult {
  const { error } = attempt;
  const why = isRepeatable
    ? 'it did not crash two fresh browsers'
    : 'the journey is not repeatable, so no fresh browser was tried';

  return {
    ...attempt,
    outcome: 'errored',
    cause: 'monitor.browser',
    error:
      error === null
        ? null
        : {
            ...error,
            message: `${error.message}. It is not known whether the page is at fault: ${why}`,
          },
  };
}
