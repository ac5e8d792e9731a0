import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';
import { type EmbeddedTable, embeddedTable } from '../../support/embedded-table.ts';
import { lambdaFailure, queueMessageOf, runMessage } from '../../support/queue-messages.ts';
import {
  eventOf,
  loadRecorder,
  type RecorderHandler,
  recentRun,
  zip,
} from '../../support/recorder-function.ts';
import { runRecord } from '../../support/run-records.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

let table: EmbeddedTable;
let aws: AwsEndpoint;
let handler: RecorderHandler;

beforeAll(async () => {
  table = await embeddedTable();
  aws = await awsEndpoint();
  handler = await loadRecorder({ aws, table });
});

afterAll(async () => {
  await aws.close();
  await table.close();
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.refuse = () => null;
});

test('handler() stores every record and publishes all metrics in one call', async () => {
  const records = [0, 5, 10].map((minute) => recentRun('many', minute));

  const answer = await handler(eventOf(records.map((record) => runMessage(record, { zip }))));

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(await storedIds('many')).toEqual(records.map(({ runId }) => runId).toSorted());
  expect(aws.inputsOf('PutMetricData')).toHaveLength(1);
  expect(countsByName()).toEqual({
    'Waywiser/prod Errored': 3,
    'Waywiser/prod Success': 3,
    'Waywiser/prod Duration': 3,
    'Waywiser/prod RecorderErrors': 1,
    'Waywiser/prod Unreadable': 1,
  });
});

test('handler() stores and publishes once when a message comes again', async () => {
  const event = eventOf([runMessage(recentRun('again', 0), { zip })]);
  await handler(event);
  aws.calls.length = 0;

  const answer = await handler(event);

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(aws.calls).toEqual([]);
});

test('handler() asks for the message again when its metrics are refused, and keeps the record', async () => {
  aws.refuse = () => ({ status: 503, type: 'ServiceUnavailable' });

  const answer = await handler(eventOf([runMessage(recentRun('refused', 0), { zip })]));

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
  expect(await storedIds('refused')).toHaveLength(1);
});

test('handler() hands a message back for seconds when another recorder has it', async () => {
  const event = eventOf([runMessage(recentRun('busy', 0), { zip })]);
  aws.refuse = ({ action }) =>
    action === 'PutMetricData' ? { status: 503, type: 'ServiceUnavailable' } : null;
  await handler(event);

  const answer = await handler(event);

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
  expect(aws.inputsOf('ChangeMessageVisibility')).toEqual([
    {
      QueueUrl: `${aws.origin}/123456789012/waywiser-prod-records`,
      ReceiptHandle: 'receipt-0',
      VisibilityTimeout: 20,
    },
  ]);
});

test('handler() hands a report of loss back for a minute when it is new', async () => {
  const event = { journey: 'lost', scheduledAt: recentRun('lost', 0).scheduledAt };
  const fresh = { ...lambdaFailure({ event }), sentAtMs: Date.now() };

  const answer = await handler(eventOf([fresh]));

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
  const [postponed] = aws.inputsOf('ChangeMessageVisibility');
  expect(postponed?.['VisibilityTimeout']).toBeGreaterThan(50);
  expect(await storedIds('lost')).toEqual([]);
});

test('handler() records a lost run as errored when no record of it came', async () => {
  const slot = recentRun('lost-for-good', 0);
  const event = { journey: 'lost-for-good', kind: 'api', scheduledAt: slot.scheduledAt };
  const old = { ...lambdaFailure({ event }), sentAtMs: Date.now() - 2 * MINUTE_MS };

  const answer = await handler(eventOf([old]));

  expect(answer).toEqual({ batchItemFailures: [] });
  const [record] = await table.store.queryRuns({ journey: 'lost-for-good', region: 'eu-west-1' });
  expect(record).toMatchObject({ runId: slot.runId, cause: 'monitor.timeout' });
  expect(countsByName()).toMatchObject({ 'Waywiser/prod Errored': 1 });
});

test('handler() keeps unreadable messages, with the reason, and counts it', async () => {
  const message = queueMessageOf('hello', { attributes: { FROM: 'a stranger' } });

  const answer = await handler(eventOf([message]));

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(aws.inputsOf('SendMessage')).toEqual([
    {
      QueueUrl: `${aws.origin}/123456789012/waywiser-prod-unreadable`,
      MessageBody: 'hello',
      MessageAttributes: {
        REASON: { DataType: 'String', StringValue: expect.stringContaining('no JSON') },
        MESSAGE_ID: { DataType: 'String', StringValue: 'message-0' },
        SENT_AT: { DataType: 'String', StringValue: '2026-11-22T16:46:00.000Z' },
        ATTRIBUTES: { DataType: 'String', StringValue: '{"FROM":"a stranger"}' },
      },
    },
  ]);
  expect(JSON.stringify(aws.inputsOf('PutMetricData'))).toContain(
    '"MetricName":"Unreadable","Dimensions":[{"Name":"Region","Value":"eu-west-1"}]',
  );
});

test('handler() cuts an unreadable message when the queue would refuse its length', async () => {
  await handler(eventOf([queueMessageOf('é'.repeat(400_000))]));

  const [sent] = aws.inputsOf('SendMessage');
  expect(Buffer.byteLength(String(sent?.['MessageBody']))).toBeLessThan(250_000);
});

test('handler() asks for an unreadable message again when it cannot be kept', async () => {
  aws.refuse = ({ action }) =>
    action === 'SendMessage' ? { status: 500, type: 'InternalError' } : null;
  const good = recentRun('beside', 0);

  const answer = await handler(eventOf([queueMessageOf('hello'), runMessage(good, { zip })]));

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
  expect(await storedIds('beside')).toHaveLength(1);
});

test('handler() stores a run on demand and publishes nothing of it', async () => {
  const record = runRecord({ journey: 'asked-for', scheduledAt: null });

  await handler(eventOf([runMessage(record, { zip })]));

  expect(await storedIds('asked-for')).toEqual([record.runId]);
  expect(aws.calls).toEqual([]);
});

test('handler() stores a record that CloudWatch is too late for, and publishes nothing of it', async () => {
  const record = runRecord({ journey: 'old', scheduledAt: '2026-01-01T00:00:00.000Z' });

  const answer = await handler(eventOf([runMessage(record, { zip })]));

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(await storedIds('old')).toHaveLength(1);
  expect(JSON.stringify(aws.inputsOf('PutMetricData'))).not.toContain('Journey');
});

async function storedIds(journey: string): Promise<string[]> {
  const runs = await table.store.queryRuns({ journey, region: 'eu-west-1' });

  return runs.map(({ runId }) => runId).toSorted();
}

function countsByName(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Namespace: namespace, MetricData: data } of aws.inputsOf('PutMetricData')) {
    for (const { MetricName: name } of Array.isArray(data) ? data : []) {
      const key = `${String(namespace)} ${String(name)}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }

  return counts;
}
