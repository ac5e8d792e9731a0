import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LAMBDA_LIMIT_SECONDS } from '../../core/deploy/platform-functions.ts';
import { SCHEDULED_TIME } from '../../core/deploy/runner-event.ts';
import { acknowledge } from '../acknowledge.ts';
import { PlatformFunction } from '../platform-function.ts';
import { QUEUE_RETENTION_DAYS } from '../region/record-queues.ts';
import { schedulerRole } from '../region/scheduler-role.ts';

/** A function of the platform and its schedule. */
export interface ScheduledFunctionProps {
  /** Name of the function, its schedule and the schedule's group. */
  readonly name: string;
  /**
   * Ids of the constructs; they must not change, because logical ids in deployed templates depend
   * on them.
   */
  readonly ids: { readonly handler: string; readonly schedule: string };
  readonly description: string;
  readonly code: Code;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly may: readonly PolicyStatement[];
  /** Schedule expression of EventBridge Scheduler, in UTC. */
  readonly expression: string;
  /** How long EventBridge Scheduler retries the delivery. */
  readonly retrySeconds: number;
}

const RETRIES = 10;

/** A function on a schedule, with a dead-letter queue for events that could not be delivered. */
export class ScheduledFunction extends Construct {
  readonly function: PlatformFunction;
  /** Events that could not be delivered. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      queueName: `${props.name}-undelivered`,
      retentionPeriod: Duration.days(QUEUE_RETENTION_DAYS),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.undelivered, {
      'AwsSolutions-SQS3': 'It is the dead-letter queue of a schedule.',
    });
    this.function = new PlatformFunction(this, props.ids.handler, {
      functionName: props.name,
      description: props.description,
      code: props.code,
      memoryMb: props.memoryMb,
      timeoutSeconds: LAMBDA_LIMIT_SECONDS,
      environment: props.environment,
      may: props.may,
    });
    this.schedule(props);
  }

  private schedule({ name, ids, expression, retrySeconds }: ScheduledFunctionProps): void {
    const group = new CfnScheduleGroup(this, 'Group', { name });
    const role = schedulerRole(this, 'Scheduler', {
      groupName: name,
      targetArn: this.function.handler.functionArn,
      deadLettersArn: this.undelivered.queueArn,
    });
    const schedule = new CfnSchedule(this, ids.schedule, {
      name,
      groupName: name,
      scheduleExpression: expression,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: this.function.handler.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ scheduledAt: SCHEDULED_TIME }),
        retryPolicy: { maximumEventAgeInSeconds: retrySeconds, maximumRetryAttempts: RETRIES },
        deadLetterConfig: { arn: this.undelivered.queueArn },
      },
    });
    schedule.addResourceDependency(group);
  }
}
