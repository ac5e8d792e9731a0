import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { type RunnerEvent, SCHEDULED_TIME } from '../../core/deploy/runner-event.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { eventBridgeSchedule } from '../../core/schedule/event-bridge-schedule.ts';
import { shortestIntervalMs } from '../../core/schedule/shortest-interval.ts';
import { startDateOf } from './start-date.ts';
import { SECOND_MS } from '../../core/base/time.ts';

/** What a schedule invokes, and in which role. */
export interface ScheduleTarget {
  /** Of a runner's alias `live`. */
  readonly aliasArn: string;
  readonly roleArn: string;
}

/** What the schedules of a region share. */
export interface ScheduleFrame {
  readonly region: string;
  readonly groupName: string;
  /** Of the queue where everything ends. */
  readonly deadLettersArn: string;
  /** See `startAfter`. */
  readonly startAfterMs: number;
}

/** What one schedule is made of. */
export interface JourneyScheduleProps extends ScheduleFrame {
  readonly plan: JourneyPlan;
  readonly target: ScheduleTarget;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const EVENT_AGE_SECONDS = { least: 60, most: 86_400 } as const;
const MAX_RETRIES = 185;

/**
 * A journey's schedule in one region. Retries are of the delivery alone, for as long as one
 * interval: after that the next slot is due, and this one goes to the queue as undelivered.
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
      ...(schedule.needsStartDate
        ? { startDate: startDateOf(plan.schedule, series, props.startAfterMs) }
        : {}),
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: target.aliasArn,
        roleArn: target.roleArn,
        input: JSON.stringify(inputOf(plan)),
        retryPolicy: {
          maximumEventAgeInSeconds: eventAgeSeconds(plan),
          maximumRetryAttempts: MAX_RETRIES,
        },
        deadLetterConfig: { arn: props.deadLettersArn },
      },
    });
  }
}

function inputOf({ name, kind, version }: JourneyPlan): RunnerEvent {
  return { journey: name, kind, version, scheduledAt: SCHEDULED_TIME };
}

function eventAgeSeconds({ schedule }: JourneyPlan): number {
  const { least, most } = EVENT_AGE_SECONDS;

  return Math.min(most, Math.max(least, Math.floor(shortestIntervalMs(schedule) / SECOND_MS)));
}
