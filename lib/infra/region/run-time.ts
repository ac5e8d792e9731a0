import { LAMBDA_LIMIT_SECONDS } from '../../core/deploy/platform-functions.ts';
import { longestRun } from '../../core/deploy/preflight-run-time.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { shortestIntervalMs } from '../../core/schedule/shortest-interval.ts';
import { SECOND_MS } from '../../core/base/time.ts';

/** Time around each attempt: starting a process or a browser, writing evidence. */
const AROUND_ATTEMPT_MS = { api: 3_000, browser: 20_000 } as const;
/**
 * Limits of the age of events that wait for the function.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
 */
const EVENT_AGE_SECONDS = { min: 60, max: 21_600 } as const;

/**
 * Time-out of a function in seconds: the longest run of its journeys plus typical overhead. The
 * overhead need not be the worst case, because the runner knows its deadline and stops in time to
 * report.
 */
export function functionSeconds(plans: readonly JourneyPlan[]): number {
  const longestMs = Math.max(SECOND_MS, ...plans.map(roomyRunMs));

  return Math.min(LAMBDA_LIMIT_SECONDS, Math.ceil(longestMs / SECOND_MS));
}

/**
 * Maximum age of an event that waits for the function, in seconds: the longest interval of its journeys.
 * The runner gives up what waited longer than an interval of its own journey.
 */
export function eventAgeSeconds(plans: readonly JourneyPlan[]): number {
  const { min, max } = EVENT_AGE_SECONDS;
  const longestMs = Math.max(...plans.map(({ schedule }) => shortestIntervalMs(schedule)));

  return Math.min(max, Math.max(min, Math.floor(longestMs / SECOND_MS)));
}

function roomyRunMs(plan: JourneyPlan): number {
  const { executions, totalMs } = longestRun(plan);

  return totalMs + executions * AROUND_ATTEMPT_MS[plan.kind];
}
