import type { JourneyPlan } from '../journey/plan.ts';
import type { Cause } from '../record/outcome.ts';
import type { AttemptResult } from '../journey/attempt.ts';

/** Causes that another attempt cannot change, because they lie in the journey's source. */
const NOT_RETRIED: ReadonlySet<Cause> = new Set<Cause>([
  'journey.syntax',
  'journey.config',
  'journey.exited',
  'journey.memory',
  'journey.nothing-checked',
  'journey.timeout',
  'security.blocked',
  'monitor.secret',
]);

/** Crashes of a page in a fresh browser after which the page is the cause. */
const CRASHES_TO_CONFIRM = 2;

/** Causes about which an evidence run can show more. */
const WORTH_A_TRACE = /^(target\.|journey\.exception|journey\.timeout)/;

/**
 * Whether a run continues: `first` (any browser), `fresh` (an unused browser), or null when the last
 * attempt decides. A crashed page is tried again in a fresh browser whatever the journey's `retries`,
 * because a reused browser may be the cause.
 */
export function nextAttempt(
  plan: JourneyPlan,
  attempts: readonly Pick<AttemptResult, 'outcome' | 'cause'>[],
): 'first' | 'fresh' | null {
  const last = attempts.at(-1);
  if (last === undefined) return 'first';
  if (last.outcome === 'passed' || !plan.repeatable) return null;
  if (last.cause === 'target.crash') return crashNeedsProof(attempts) ? 'fresh' : null;
  if (last.cause !== null && NOT_RETRIED.has(last.cause)) return null;

  return attempts.length <= plan.retries ? 'fresh' : null;
}

// The first attempt may have run in a reused browser, so it does not count.
function crashNeedsProof(attempts: readonly Pick<AttemptResult, 'cause'>[]): boolean {
  const inFreshBrowser = attempts.slice(1).filter((each) => each.cause === 'target.crash').length;

  return inFreshBrowser < CRASHES_TO_CONFIRM;
}

/** Whether repeating a failed run with tracing is allowed and can show more. */
export function evidenceRunWorthwhile(
  plan: JourneyPlan,
  deciding: Pick<AttemptResult, 'outcome' | 'cause'>,
): boolean {
  if (plan.kind !== 'browser' || plan.evidence !== 'rerun' || !plan.repeatable) return false;
  if (deciding.outcome !== 'failed' || deciding.cause === null) return false;

  return WORTH_A_TRACE.test(deciding.cause);
}
