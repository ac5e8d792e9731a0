import { gzipSync } from 'node:zlib';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import type { DeliveredMessage } from '../../lib/core/record/queue-message.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';
import type { EmbeddedTable } from './embedded-table.ts';
import { runAtMinute } from './run-records.ts';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/base/time.ts';

/** The recorder's handler. */
export type RecorderHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** Loads the recorder's function in an environment as Lambda would give it. Once in a test file. */
export async function loadRecorder(world: {
  readonly aws: Pick<AwsEndpoint, 'origin'>;
  readonly table: Pick<EmbeddedTable, 'table' | 'endpoint' | 'accessKeyId'>;
}): Promise<RecorderHandler> {
  const { aws, table } = world;
  Object.assign(process.env, {
    WAYWISER_STAGE: 'prod',
    WAYWISER_TABLE: table.table,
    WAYWISER_HOME_REGION: 'us-east-1',
    WAYWISER_RETENTION_DAYS: '35',
    WAYWISER_UNREADABLE_QUEUE_URL: `${aws.origin}/123456789012/waywiser-prod-unreadable`,
    WAYWISER_SENDERS: 'unchecked',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_CLOUDWATCH: aws.origin,
    AWS_ENDPOINT_URL_SQS: aws.origin,
    AWS_ACCESS_KEY_ID: table.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  // The function reads its environment when it is loaded.
  const { handler } = await import('../../lambdas/recorder.ts');

  return handler;
}

/** A run of a slot of the last hour: CloudWatch takes its metrics. */
export function recentRun(journey: string, minute: number): RunRecord {
  const startMs = Math.floor((Date.now() - HOUR_MS) / HOUR_MS) * HOUR_MS;
  const scheduledAt = new Date(startMs + minute * MINUTE_MS).toISOString();

  return runAtMinute(minute, { journey, scheduledAt });
}

/** A batch of a region's queue. */
export function eventOf(messages: readonly DeliveredMessage[]): SQSEvent {
  return {
    Records: messages.map((message, index): SQSRecord => ({
      messageId: `message-${index}`,
      receiptHandle: `receipt-${index}`,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(message.sentAtMs),
        SenderId: message.senderId,
        ApproximateFirstReceiveTimestamp: String(message.sentAtMs),
      },
      messageAttributes: Object.fromEntries(
        Object.entries(message.attributes).map(([name, stringValue]) => [
          name,
          { stringValue, dataType: 'String' },
        ]),
      ),
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:waywiser-prod-records',
      awsRegion: 'eu-west-1',
    })),
  };
}

/** Packs a record as runners do. */
export function zip(text: string): string {
  return gzipSync(text).toString('base64');
}
