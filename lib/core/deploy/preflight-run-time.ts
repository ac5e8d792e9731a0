import type { JourneyPlan } from '../journey/plan.ts';

/**
 * Time outside the attempts: a cold start, killing hanging processes, uploading evidence, and sending
 * the record.
 */
const MARGIN_MS = { api: 3_000, browser: 10_000 } as const;

/** Number of attempts and total time of a run in the worst case. */
interface LongestRun {
  readonly attempts: number;
  /** Whether a failure is repeated with a trace. */
  readonly hasEvidenceRun: boolean;
  readonly totalMs: number;
}

/** The worst case of a journey's run: each attempt lasts until its time-out. */
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
