import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { cloudWatchClient } from '../lib/adapters/cloudwatch/client.ts';
import { cloudWatchMetrics } from '../lib/adapters/cloudwatch/metric-sink.ts';
import { homeDynamoClient } from '../lib/adapters/dynamodb/client.ts';
import { dynamoRecordLedger } from '../lib/adapters/dynamodb/record-ledger.ts';
import { dynamoWatchStore } from '../lib/adapters/dynamodb/watch-store.ts';
import { gunzipText } from '../lib/adapters/gzip/gunzip-text.ts';
import { recorderSenders } from '../lib/adapters/ssm/recorder-senders.ts';
import {
  recorderSqsClient,
  siblingQueueUrl,
  sqsMessagePostponer,
} from '../lib/adapters/sqs/message-postponer.ts';
import { sqsUnreadableQueue } from '../lib/adapters/sqs/unreadable-queue.ts';
import { stageNames } from '../lib/core/deploy/names.ts';
import {
  type RecorderLine,
  type RecorderPorts,
  recordBatch,
} from '../lib/core/recorder/record-batch.ts';
import { recorderSettings } from '../lib/core/recorder/recorder-settings.ts';
import { batchResponse, queueMessage } from '../lib/core/recorder/sqs-event.ts';

const settings = recorderSettings(process.env);
const { homeRegion, namespace, retentionDays, stage, table, unreadableQueueUrl } = settings;
/** During an outage of the home region, a batch of 100 still ends before the function's time limit. */
const TABLE_TIMEOUT_MS = 4000;

const sqs = recorderSqsClient(settings);
const clock = { epochMs: () => Date.now() };

const backend = {
  client: homeDynamoClient({ region: homeRegion }),
  table,
  retentionDays,
  callTimeoutMs: TABLE_TIMEOUT_MS,
};

const ports: RecorderPorts = {
  ledger: dynamoRecordLedger(backend),
  lateDays: dynamoWatchStore(backend),
  metrics: cloudWatchMetrics({ client: cloudWatchClient({ region: homeRegion }), namespace }),
  queue: sqsMessagePostponer({
    client: sqs,
    queueUrl: siblingQueueUrl(unreadableQueueUrl, stageNames(stage).queue),
  }),
  unreadable: sqsUnreadableQueue({ client: sqs, queueUrl: unreadableQueueUrl }),
  senders: recorderSenders({ ...settings, codeDir: __dirname }, clock),
  clock,
  unzip: gunzipText,
  log: writeLine,
};

/** Turns a batch of the region's queue into records and metrics; failed messages are delivered again. */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  return batchResponse(await recordBatch(records.map(queueMessage), settings, ports));
}

function writeLine({ error, ...line }: RecorderLine): void {
  const reason = error instanceof Error ? { error: error.message, stack: error.stack } : {};
  process.stdout.write(`${JSON.stringify({ ...line, ...reason })}\n`);
}
