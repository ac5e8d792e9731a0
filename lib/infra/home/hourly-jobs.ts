import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FUNCTION_ENV, SCHEDULED_TIME } from '../../core/deploy/events.ts';
import { stageNames } from '../../core/deploy/names.ts';
import { acknowledge, wildcards } from '../acknowledge.ts';
import { allow, PlatformFunction } from '../platform-function.ts';
import { METRICS_REASON, putMetrics } from '../put-metrics.ts';
import { schedulerRole } from '../region/scheduler-role.ts';

/** What the jobs are made of. */
export interface HourlyJobsProps {
  readonly stage: string;
  readonly home: string;
  readonly table: Table;
  readonly code: Code;
  readonly runsKeptMs: number;
}

const DAY_MS = 86_400_000;
const MEMORY_MB = 1_024;
const TIMEOUT_SECONDS = 900;
/** After the hour, so that its last runs have been recorded. */
const MINUTE_OF_HOUR = 7;
const RETRY_SECONDS = 3_000;
const RETRIES = 10;
const KEPT_DAYS = 14;

/** What looks at the table each hour: the gap detector and the rollups. */
export class HourlyJobs extends Construct {
  readonly function: PlatformFunction;
  /** Hours that could not be delivered. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: HourlyJobsProps) {
    super(scope, id);
    const names = stageNames(props.stage);
    this.undelivered = new Queue(this, 'Undelivered', {
      queueName: `${names.jobs}-undelivered`,
      retentionPeriod: Duration.days(KEPT_DAYS),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.undelivered, {
      'AwsSolutions-SQS3': 'It is the dead-letter queue of the hourly schedule.',
    });
    this.function = new PlatformFunction(this, 'Jobs', {
      functionName: names.jobs,
      description: `Waywiser ${props.stage}: finds slots without a record, rolls records up`,
      code: props.code,
      memoryMb: MEMORY_MB,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        [FUNCTION_ENV.stage]: props.stage,
        [FUNCTION_ENV.table]: names.table,
        [FUNCTION_ENV.homeRegion]: props.home,
        [FUNCTION_ENV.retentionDays]: String(Math.ceil(props.runsKeptMs / DAY_MS)),
      },
      may: [
        allow('ReadAndComplete', {
          actions: [
            'dynamodb:BatchWriteItem',
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:Query',
            'dynamodb:UpdateItem',
          ],
          resources: [props.table.tableArn],
        }),
        putMetrics(props.stage),
      ],
    });
    acknowledge(this.function.role, wildcards(this, ['*'], METRICS_REASON));
    this.everyHour(names.jobs);
  }

  private everyHour(name: string): void {
    const group = new CfnScheduleGroup(this, 'Group', { name });
    const role = schedulerRole(this, 'Scheduler', {
      groupName: name,
      targetArn: this.function.handler.functionArn,
      deadLettersArn: this.undelivered.queueArn,
    });
    const schedule = new CfnSchedule(this, 'EveryHour', {
      name,
      groupName: name,
      scheduleExpression: `cron(${MINUTE_OF_HOUR} * * * ? *)`,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: this.function.handler.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ scheduledAt: SCHEDULED_TIME }),
        retryPolicy: {
          maximumEventAgeInSeconds: RETRY_SECONDS,
          maximumRetryAttempts: RETRIES,
        },
        deadLetterConfig: { arn: this.undelivered.queueArn },
      },
    });
    schedule.addResourceDependency(group);
  }
}
