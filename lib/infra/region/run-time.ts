import { LAMBDA_LIMIT_SECONDS } from '../../core/deploy/platform-functions.ts';
import { longestRun } from '../../core/deploy/preflight-run-time.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { shortestIntervalMs } from '../../core/schedule/shortest-interval.ts';
import { SECOND_MS } from '../../core/base/time.ts';

/** Around each attempt: a process or a browser that starts, evidence that is written. */
const AROUND_ATTEMPT_MS = { api: 3_000, browser: 20_000 } as const;
/**
 * Of events that wait to be run.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
 */
const EVENT_AGE_SECONDS = { least: 60, most: 21_600 } as const;

/**
 * How long a function must be allowed to run, for every one of its journeys, in seconds. Room is
 * typical, not worst: the runner knows its deadline, and gives up in time to say so.
 */
export function functionSeconds(plans: readonly JourneyPlan[]): number {
  const longestMs = Math.max(SECOND_MS, ...plans.map(roomyRunMs));

  return Math.min(LAMBDA_LIMIT_SECONDS, Math.ceil(longestMs / SECOND_MS));
}

/** How long an event may wait for a function: the shortest interval of its journeys, in seconds. */
export function eventAgeSeconds(plans: readonly JourneyPlan[]): number {
  const { least, most } = EVENT_AGE_SECONDS;
  const shortestMs = Math.min(...plans.map(({ schedule }) => shortestIntervalMs(schedule)));

  return Math.min(most, Math.max(least, Math.floor(shortestMs / SECOND_MS)));
}

function roomyRunMs(plan: JourneyPlan): number {
  const { attempts, hasEvidenceRun, totalMs } = longestRun(plan);
  const executions = attempts + (hasEvidenceRun ? 1 : 0);

  return totalMs + executions * AROUND_ATTEMPT_MS[plan.kind];
}
