import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { slotRequest } from '../../core/deploy/slot-request.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';

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

/**
 * A journey's schedule in one region. EventBridge Scheduler retries the delivery (never a run) for
 * one interval; then the next slot is due, and this one goes to the queue as undelivered.
 */
export class JourneySchedule extends CfnSchedule {
  constructor(scope: Construct, id: string, props: JourneyScheduleProps) {
    const { plan, target } = props;
    const { expression, timeZone, input, retries } = slotRequest(plan, props.region);
    super(scope, id, {
      name: plan.name,
      groupName: props.groupName,
      scheduleExpression: expression,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: target.aliasArn,
        roleArn: target.roleArn,
        input: JSON.stringify(input),
        retryPolicy: {
          maximumEventAgeInSeconds: retries.maxAgeSeconds,
          maximumRetryAttempts: retries.maxAttempts,
        },
        deadLetterConfig: { arn: props.deadLettersArn },
      },
    });
  }
}
