import { MINUTE_MS, SECOND_MS } from '../base/time.ts';
import { longestRun } from '../deploy/preflight-run-time.ts';
import { RECORDER_BATCH_SECONDS } from '../deploy/platform-functions.ts';
import type { JourneyPlan } from '../journey/plan.ts';

/**
 * The precision of EventBridge Scheduler: a run starts at most so long after its slot.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const START_DELAY_MS = MINUTE_MS;

/**
 * From the end of a run until its samples can be read, while everything works: the queue, the
 * recorder's batch, the table, and CloudWatch, which is given most of it.
 */
const DELIVERY_MS = RECORDER_BATCH_SECONDS * SECOND_MS + 40 * SECOND_MS;

/** When a run's outcome is known at the latest, after its slot: it starts late, and every attempt uses all of its time. */
export function latestEndMs(plan: JourneyPlan): number {
  return START_DELAY_MS + longestRun(plan).verdictMs;
}

/**
 * The longest time from a slot until the alarms see its record, while the platform works. In AWS the record
 * is sent before a failure is repeated for evidence. On a developer's machine it is stored afterwards, but no
 * schedule is late there, and no queue is crossed.
 */
export function recordLatenessMs(plan: JourneyPlan): number {
  return Math.max(latestEndMs(plan) + DELIVERY_MS, longestRun(plan).totalMs);
}
