import { Duration, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Code, EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { FUNCTION_ENV } from '../../core/deploy/function-environment.ts';
import {
  PLATFORM_FUNCTIONS,
  RECORDER_BATCH_SECONDS,
  RECORDER_BATCH_SIZE,
  RECORDER_CONCURRENT_BATCHES,
} from '../../core/deploy/platform-functions.ts';
import { stageNames } from '../../core/deploy/names.ts';
import { acknowledge, wildcards } from '../acknowledge.ts';
import { allow, PlatformFunction } from '../platform-function.ts';
import { METRICS_REASON, putMetrics } from '../put-metrics.ts';
import type { RecordQueues } from './record-queues.ts';
import { DAY_MS } from '../../core/base/time.ts';

/** Inputs of a region's recorder. */
export interface RecorderProps {
  readonly stage: string;
  readonly home: string;
  readonly queue: RecordQueues;
  readonly code: Code;
  /** Names of the parameters with the roles that may send records, at most ten. */
  readonly senders: readonly string[];
  /** Executions that are kept for the recorder; null: none. */
  readonly reservedConcurrency: number | null;
  /** Retention of runs in the table, in milliseconds. */
  readonly runRetentionMs: number;
}

const { recorder: SIZE } = PLATFORM_FUNCTIONS;

/**
 * The function that writes the messages of a region's queue to the home region's table and metrics.
 */
export class Recorder extends Construct {
  readonly function: PlatformFunction;

  constructor(scope: Construct, id: string, props: RecorderProps) {
    super(scope, id);
    const names = stageNames(props.stage);
    const { queue, unreadable } = props.queue;
    const table = Stack.of(this).formatArn({
      service: 'dynamodb',
      region: props.home,
      resource: 'table',
      resourceName: names.table,
    });
    this.function = new PlatformFunction(this, 'Recorder', {
      functionName: names.recorder,
      description: `Waywiser ${props.stage}: records the runs of this region`,
      code: props.code,
      ...SIZE,
      reservedConcurrency: props.reservedConcurrency,
      environment: {
        [FUNCTION_ENV.stage]: props.stage,
        [FUNCTION_ENV.table]: names.table,
        [FUNCTION_ENV.homeRegion]: props.home,
        [FUNCTION_ENV.unreadableQueueUrl]: unreadable.queueUrl,
        [FUNCTION_ENV.senders]: props.senders.join(','),
        [FUNCTION_ENV.retentionDays]: String(Math.ceil(props.runRetentionMs / DAY_MS)),
      },
      may: [
        allow('TakeMessages', {
          actions: [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ReceiveMessage',
          ],
          resources: [queue.queueArn],
        }),
        allow('SetUnreadableAside', {
          actions: ['sqs:SendMessage'],
          resources: [unreadable.queueArn],
        }),
        allow('RecordOnce', {
          actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
          resources: [table],
        }),
        putMetrics(props.stage),
        readSenders(this, props.senders),
      ],
    });
    acknowledge(this.function.role, wildcards(this, ['*'], METRICS_REASON));
    this.takeFrom(props.queue);
  }

  private takeFrom({ queue }: RecordQueues): void {
    new EventSourceMapping(this, 'FromQueue', {
      target: this.function.handler,
      eventSourceArn: queue.queueArn,
      batchSize: RECORDER_BATCH_SIZE,
      maxBatchingWindow: Duration.seconds(RECORDER_BATCH_SECONDS),
      maxConcurrency: RECORDER_CONCURRENT_BATCHES,
      reportBatchItemFailures: true,
    });
  }
}

function readSenders(scope: Construct, names: readonly string[]): PolicyStatement {
  const resources = names.map((name) =>
    Stack.of(scope).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: name.slice(1),
    }),
  );

  return allow('KnowSenders', { actions: ['ssm:GetParameters'], resources });
}
