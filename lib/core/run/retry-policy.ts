import type { JourneyPlan } from '../journey/plan.ts';
import type { Cause } from '../record/outcome.ts';
import type { AttemptResult } from '../journey/attempt.ts';
import { DEATHS_TO_CONFIRM, deathNeedsProof, isBrowserDeath } from './crash-policy.ts';

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

/** Attempts beyond the journey's `retries` after ones that the monitor itself missed. */
const MAX_STALLED_REPEATS = 1;

/** Causes about which an evidence run can show more. */
const WORTH_A_TRACE = /^(target\.|journey\.exception|journey\.timeout)/;

/**
 * Whether a run continues: `first` (any browser), `fresh` (an unused browser), or null when the last
 * attempt decides. A browser that died is replaced by a fresh one whatever the journey's `retries`, and
 * one attempt that the monitor missed is repeated.
 */
export function nextAttempt(
  plan: JourneyPlan,
  attempts: readonly Pick<AttemptResult, 'outcome' | 'cause' | 'durationMs'>[],
): 'first' | 'fresh' | null {
  const last = attempts.at(-1);
  if (last === undefined) return 'first';
  if (last.outcome === 'passed' || !plan.repeatable) return null;
  if (isBrowserDeath(last)) return deathNeedsProof(attempts) ? 'fresh' : null;
  if (last.cause !== null && NOT_RETRIED.has(last.cause)) return null;

  return attempts.length <= plan.retries + stalledRepeats(attempts) ? 'fresh' : null;
}

/**
 * The most attempts that {@link nextAttempt} allows a journey: its retries, one after a stall, and for
 * browsers that died at the end of these as many as confirm it.
 */
export function maxAttempts({ kind, retries, repeatable }: JourneyPlan): number {
  if (!repeatable) return 1;
  const beforeDeaths = 1 + retries + MAX_STALLED_REPEATS;

  return kind === 'api' ? beforeDeaths : beforeDeaths - 1 + DEATHS_TO_CONFIRM;
}

// A stalled attempt found out nothing, so it takes nothing off the author's retries.
function stalledRepeats(attempts: readonly Pick<AttemptResult, 'cause'>[]): number {
  const stalled = attempts.filter(({ cause }) => cause === 'monitor.stalled').length;

  return Math.min(MAX_STALLED_REPEATS, stalled);
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
