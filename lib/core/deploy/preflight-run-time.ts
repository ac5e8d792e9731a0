import type { JourneyPlan } from '../journey/plan.ts';
import { CONCLUDING_LIMIT_MS } from '../run/attempt-time.ts';
import { maxAttempts } from '../run/retry-policy.ts';

/**
 * Time outside the attempts: a cold start, killing hanging processes, uploading evidence, and sending
 * the record.
 */
const MARGIN_MS = { api: 3_000, browser: 10_000 } as const;
/** Time of an attempt after its time-out: whether the page responds, and whether names can be resolved. */
const CHECKS_MS = { api: 0, browser: CONCLUDING_LIMIT_MS } as const;

/** Number of attempts and total time of a run in the worst case. Times in milliseconds. */
interface LongestRun {
  /** The first attempt and the author's retries: all that a target can cause. */
  readonly attempts: number;
  /** Whether a failure is repeated with a trace. */
  readonly hasEvidenceRun: boolean;
  /** Of these attempts and the evidence run, each until the end of the checks after its time-out. */
  readonly plannedMs: number;
  /** The most executions: further attempts follow a stall of the monitor or the death of a browser. */
  readonly executions: number;
  /** Of all executions. In Lambda, the further attempts start only while time is left. */
  readonly totalMs: number;
  /** Until the outcome is known: without the evidence run. */
  readonly verdictMs: number;
}

/** The worst case of a journey's run: each attempt lasts until the end of the checks after its time-out. */
export function longestRun(plan: JourneyPlan): LongestRun {
  const attempts = plan.repeatable ? plan.retries + 1 : 1;
  const hasEvidenceRun = plan.kind === 'browser' && plan.evidence === 'rerun' && plan.repeatable;
  const evidenceRuns = hasEvidenceRun ? 1 : 0;
  const executions = maxAttempts(plan) + evidenceRuns;

  return {
    attempts,
    hasEvidenceRun,
    plannedMs: timeOf(plan, attempts + evidenceRuns),
    executions,
    totalMs: timeOf(plan, executions),
    verdictMs: timeOf(plan, maxAttempts(plan)),
  };
}

function timeOf({ kind, timeoutMs }: JourneyPlan, executions: number): number {
  return executions * (timeoutMs + CHECKS_MS[kind]) + MARGIN_MS[kind];
}
