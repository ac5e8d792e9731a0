import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';
import { type EmbeddedTable, embeddedTable } from '../../support/embedded-table.ts';
import { type FunctionProcess, functionProcess } from '../../support/function-process.ts';
import { deadLetter, lambdaFailure, runMessage } from '../../support/queue-messages.ts';
import { eventOf, recentRun, zip } from '../../support/recorder-function.ts';
import type { DeliveredMessage } from '../../../lib/core/record/queue-message.ts';
import { fieldsOf, textIn } from '../../../lib/core/base/plain-data.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

const SHARED = '/waywiser/prod/senders/shared';
const ISOLATED = '/waywiser/prod/senders/isolated-3';
/** As the deployment stores them: the roles of runner and schedules. */
const PARAMETERS = {
  [SHARED]: { api: ['AROAAPI', 'AROAAPISCHEDULES'], browser: ['AROABROWSER', 'AROABSCHEDULES'] },
  [ISOLATED]: { alone: ['AROAALONE', 'AROAALONESCHEDULES'] },
};

let table: EmbeddedTable;
let aws: AwsEndpoint;
let recorder: FunctionProcess;

beforeAll(async () => {
  table = await embeddedTable();
  aws = await awsEndpoint();
  const shared = { api: ['health'], browser: ['checkout'] };
  recorder = await functionProcess('recorder', { stage: 'prod', shared });
});

afterAll(async () => {
  await aws.close();
  await table.close();
  await recorder.remove();
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.accept = ({ action }) => (action === 'GetParameters' ? parameters() : null);
});

function parameters(): { readonly Parameters: readonly object[] } {
  const found = Object.entries(PARAMETERS).map(([name, value]) => ({
    Name: name,
    Type: 'String',
    Value: JSON.stringify(value),
  }));

  return { Parameters: found };
}

/** Delivers messages to a new environment of the built function; returns the reasons of refusals. */
async function refusals(messages: readonly DeliveredMessage[]): Promise<readonly string[]> {
  const { ok, stderr } = await recorder.invoke(eventOf(messages), {
    WAYWISER_STAGE: 'prod',
    WAYWISER_TABLE: table.table,
    WAYWISER_HOME_REGION: 'us-east-1',
    WAYWISER_RETENTION_DAYS: '35',
    WAYWISER_UNREADABLE_QUEUE_URL: `${aws.origin}/123456789012/waywiser-prod-unreadable`,
    WAYWISER_SENDERS: `${SHARED},${ISOLATED}`,
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_CLOUDWATCH: aws.origin,
    AWS_ENDPOINT_URL_SQS: aws.origin,
    AWS_ENDPOINT_URL_SSM: aws.origin,
    AWS_ACCESS_KEY_ID: table.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  });
  expect([ok, stderr]).toEqual([true, expect.any(String)]);

  return aws
    .inputsOf('SendMessage')
    .map((input) => textIn(fieldsOf(fieldsOf(input['MessageAttributes'])['REASON']), 'StringValue'))
    .map((reason) => (reason ?? '').replaceAll('"', ''));
}

async function storedIds(journey: string): Promise<readonly string[]> {
  const runs = await table.store.queryRuns({ journey, region: 'eu-west-1' });

  return runs.map(({ runId }) => runId);
}

function sentBy(senderId: string, message: DeliveredMessage): DeliveredMessage {
  return { ...message, senderId };
}

test('the recorder stores what the role of the journey sends, and refuses all forgeries', async () => {
  const own = ['health', 'checkout', 'alone'].map((journey) => recentRun(journey, 0));
  const senders = ['AROAAPI:waywiser-prod-api-runner', 'AROABROWSER:another form', 'AROAALONE:x'];
  const sent = own.map((record, index) =>
    sentBy(senders[index] ?? '', runMessage(record, { zip })),
  );
  const forged = runMessage(recentRun('alone', 5), { zip });
  const old = Date.now() - 2 * MINUTE_MS;
  const event = {
    journey: 'health',
    kind: 'api',
    scheduledAt: recentRun('health', 10).scheduledAt,
  };
  const undelivered = { ...deadLetter(event), sentAtMs: old };
  const died = { ...lambdaFailure({ event }), sentAtMs: old };

  const reasons = await refusals([
    ...sent,
    sentBy('AROABROWSER:x', forged),
    sentBy('AROAAPI:x', forged),
    sentBy('AROASTRANGER:waywiser-prod-alone', forged),
    sentBy('AIDAPERSON', forged),
    sentBy('AROAALONESCHEDULES:x', forged),
    sentBy('AROABROWSER:x', died),
    sentBy('AROAAPI:x', undelivered),
    sentBy('AROABSCHEDULES:x', undelivered),
  ]);

  const shared = 'the shared';
  expect(reasons.toSorted()).toEqual(
    [
      `AROABROWSER:x is ${shared} runner of browser journeys, which may not report journey alone`,
      `AROAAPI:x is ${shared} runner of api journeys, which may not report journey alone`,
      "AROASTRANGER:waywiser-prod-alone is no role of this stage's runners or schedules",
      "AIDAPERSON is no role of this stage's runners or schedules",
      'AROAALONESCHEDULES:x is the role of a scheduler; expected that of a runner',
      `AROABROWSER:x is ${shared} runner of browser journeys, which may not report journey health`,
      'AROAAPI:x is the role of a runner; expected that of a scheduler',
      `AROABSCHEDULES:x is ${shared} scheduler of browser journeys, which may not report journey health`,
    ]
      .map((text) => `its sender ${text}`)
      .toSorted(),
  );
  for (const { journey, runId } of own) expect(await storedIds(journey)).toContain(runId);
  const forgeries = [recentRun('alone', 5).runId, recentRun('health', 10).runId];
  const stored = [...(await storedIds('alone')), ...(await storedIds('health'))];
  expect(stored.filter((runId) => forgeries.includes(runId))).toEqual([]);
  const data = aws.inputsOf('PutMetricData').map((input) => JSON.stringify(input));
  expect(data.join('\n')).toMatch(/"MetricName":"Unreadable".*?"Values":\[8\]/);
});

test('the recorder records undelivered and lost runs of the roles that may report them', async () => {
  const sentAtMs = Date.now() - 2 * MINUTE_MS;
  const [first, second] = [recentRun('health', 20), recentRun('alone', 20)];
  const lost = lambdaFailure({ event: { journey: 'health', scheduledAt: first.scheduledAt } });
  const dead = deadLetter({ journey: 'alone', scheduledAt: second.scheduledAt });

  const reasons = await refusals([
    sentBy('AROAAPI:x', { ...lost, sentAtMs }),
    sentBy('AROAALONESCHEDULES:x', { ...dead, sentAtMs }),
  ]);

  expect(reasons).toEqual([]);
  expect(await storedIds('health')).toContain(first.runId);
  expect(await storedIds('alone')).toContain(second.runId);
});

test('the recorder takes what it knows, and loses nothing, while a runner is being created', async () => {
  const [first = {}] = parameters().Parameters;
  aws.accept = ({ action }) => (action === 'GetParameters' ? { Parameters: [first] } : null);

  const reasons = await refusals([
    sentBy('AROAAPI:x', runMessage(recentRun('health', 40), { zip })),
    sentBy('AROAALONE:x', runMessage(recentRun('alone', 40), { zip })),
  ]);

  expect(reasons).toEqual([]);
  expect(await storedIds('health')).toContain(recentRun('health', 40).runId);
  expect(await storedIds('alone')).not.toContain(recentRun('alone', 40).runId);
  expect(aws.inputsOf('SendMessage')).toEqual([]);
});

test('the recorder takes nothing, and loses nothing, while a parameter is missing', async () => {
  aws.accept = ({ action }) => (action === 'GetParameters' ? { Parameters: [] } : null);

  const reasons = await refusals([
    sentBy('AROAAPI:x', runMessage(recentRun('health', 30), { zip })),
  ]);

  expect(reasons).toEqual([]);
  expect(await storedIds('health')).not.toContain(recentRun('health', 30).runId);
  expect(aws.inputsOf('SendMessage')).toEqual([]);
});
