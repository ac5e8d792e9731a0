import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { type RunnerEvent, SCHEDULED_TIME } from '../../core/deploy/runner-event.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { eventBridgeSchedule } from '../../core/schedule/event-bridge-schedule.ts';
import { shortestIntervalMs } from '../../core/schedule/shortest-interval.ts';
import { SECOND_MS } from '../../core/base/time.ts';

/** What a schedule invokes, and the role it assumes. */
export interface ScheduleTarget {
  /** ARN of a runner's alias `live`. */
  readonly aliasArn: string;
  readonly roleArn: string;
}

/** What the schedules of a region share. */
export interface ScheduleFrame {
  readonly region: string;
  readonly groupName: string;
  /** ARN of the region's queue of records. */
  readonly deadLettersArn: string;
}

/** Inputs of one schedule. */
export interface JourneyScheduleProps extends ScheduleFrame {
  readonly plan: JourneyPlan;
  readonly target: ScheduleTarget;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const EVENT_AGE_SECONDS = { min: 60, max: 86_400 } as const;
const MAX_RETRIES = 185;

/**
 * A journey's schedule in one region. EventBridge Scheduler retries the delivery (never a run) for
 * one interval; then the next slot is due, and this one goes to the queue as undelivered.
 */
export class JourneySchedule extends CfnSchedule {
  constructor(scope: Construct, id: string, props: JourneyScheduleProps) {
    const { plan, target } = props;
    const series = { journey: plan.name, region: props.region };
    const schedule = eventBridgeSchedule(plan.schedule, series);
    super(scope, id, {
      name: plan.name,
      groupName: props.groupName,
      scheduleExpression: schedule.expression,
      scheduleExpressionTimezone: schedule.timeZone,
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: target.aliasArn,
        roleArn: target.roleArn,
        input: JSON.stringify(inputOf(plan, schedule.everyMinutes)),
        retryPolicy: {
          maximumEventAgeInSeconds: eventAgeSeconds(plan),
          maximumRetryAttempts: MAX_RETRIES,
        },
        deadLetterConfig: { arn: props.deadLettersArn },
      },
    });
  }
}

function inputOf({ name, kind, version }: JourneyPlan, everyMinutes: number | null): RunnerEvent {
  return {
    journey: name,
    kind,
    version,
    scheduledAt: SCHEDULED_TIME,
    ...(everyMinutes === null ? {} : { everyMinutes }),
  };
}

function eventAgeSeconds({ schedule }: JourneyPlan): number {
  const { min, max } = EVENT_AGE_SECONDS;

  return Math.min(max, Math.max(min, Math.floor(shortestIntervalMs(schedule) / SECOND_MS)));
}
