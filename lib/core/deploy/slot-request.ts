import { SECOND_MS } from '../base/time.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { eventBridgeSchedule } from '../schedule/event-bridge-schedule.ts';
import { shortestIntervalMs } from '../schedule/shortest-interval.ts';
import { type RunnerEvent, SCHEDULED_TIME } from './runner-event.ts';

/** What EventBridge Scheduler does for a journey in one region. */
interface SlotRequest {
  /** `cron(…)`. */
  readonly expression: string;
  readonly timeZone: string;
  /** Sent to the runner, with the slot's instant in place of its placeholder. */
  readonly input: RunnerEvent;
  /** Of the delivery, never of a run. */
  readonly retries: { readonly maxAgeSeconds: number; readonly maxAttempts: number };
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const EVENT_AGE_SECONDS = { min: 60, max: 86_400 } as const;
const MAX_RETRIES = 185;

/**
 * The schedule of a journey in a region: expression, input and retries. A delivery is retried for one
 * interval; then the next slot is due, and this one is undelivered.
 */
export function slotRequest(plan: JourneyPlan, region: string): SlotRequest {
  const { name: journey, kind, version, schedule } = plan;
  const { expression, timeZone, everyMinutes } = eventBridgeSchedule(schedule, { journey, region });
  const rate = everyMinutes === null ? {} : { everyMinutes };

  return {
    expression,
    timeZone,
    input: { journey, kind, version, scheduledAt: SCHEDULED_TIME, ...rate },
    retries: { maxAgeSeconds: ageSeconds(plan), maxAttempts: MAX_RETRIES },
  };
}

function ageSeconds({ schedule }: JourneyPlan): number {
  const { min, max } = EVENT_AGE_SECONDS;

  return Math.min(max, Math.max(min, Math.floor(shortestIntervalMs(schedule) / SECOND_MS)));
}
