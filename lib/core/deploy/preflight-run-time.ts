import type { JourneyPlan } from '../journey/plan.ts';

/**
 * Room for what surrounds the attempts: a cold start, ending what hangs, storing evidence, and the
 * report to the queue.
 */
const MARGIN_MS = { api: 3_000, browser: 10_000 } as const;

/** What a run is made of, at its longest. */
export interface LongestRun {
  readonly attempts: number;
  /** Whether a failure is repeated with a trace. */
  readonly hasEvidenceRun: boolean;
  readonly totalMs: number;
}

/** The longest that a run of a journey may take: each attempt until its time-out, and what follows. */
export function longestRun(plan: JourneyPlan): LongestRun {
  const attempts = plan.repeatable ? plan.retries + 1 : 1;
  const hasEvidenceRun = plan.kind === 'browser' && plan.evidence === 'rerun' && plan.repeatable;
  const executions = attempts + (hasEvidenceRun ? 1 : 0);

  return {
    attempts,
    hasEvidenceRun,
    totalMs: executions * plan.timeoutMs + MARGIN_MS[plan.kind],
  };
}
