import { dynamoWatchStore } from '../../../lib/adapters/dynamodb/watch-store.ts';
import type { JobsEvent } from '../../../lib/core/jobs/jobs-settings.ts';
import { slotsBetween } from '../../../lib/core/schedule/slots.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';
import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';
import { type EmbeddedTable, embeddedTable } from '../../support/embedded-table.ts';
import {
  type FunctionAnswer,
  functionProcess,
  type FunctionProcess,
} from '../../support/function-process.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

const SERIES = { journey: 'checkout', region: 'eu-west-1' };
const SCHEDULE = { kind: 'rate', everyMinutes: 15 } as const;

let table: EmbeddedTable;
let aws: AwsEndpoint;
let jobs: FunctionProcess;

beforeAll(async () => {
  table = await embeddedTable();
  aws = await awsEndpoint();
  const journeys = [planOf({ regions: [SERIES.region], schedule: SCHEDULE })];
  jobs = await functionProcess('jobs', { stage: 'prod', maintenance: [], journeys });
});

afterAll(async () => {
  await aws.close();
  await table.close();
  await jobs.remove();
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.refuse = () => null;
});

async function invoke(event: JobsEvent): Promise<FunctionAnswer> {
  return jobs.invoke(event, {
    WAYWISER_STAGE: 'prod',
    WAYWISER_TABLE: table.table,
    WAYWISER_HOME_REGION: 'us-east-1',
    WAYWISER_RETENTION_DAYS: '35',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_CLOUDWATCH: aws.origin,
    AWS_ACCESS_KEY_ID: table.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  });
}

test('handler() records missing slots of the last hours, and publishes them and its heartbeat', async () => {
  const nowMs = Date.now();
  const seenAt = new Date(nowMs - 9 * HOUR_MS).toISOString();
  const watch = { ...SERIES, schedule: SCHEDULE, seenAt, endedAt: null };
  await dynamoWatchStore(table).putWatch(watch);

  const answer = await invoke({});

  expect(answer.ok).toBe(true);
  const runs = await table.store.queryRuns({ ...SERIES, order: 'oldest-first' });
  const fromMs = Math.floor((nowMs - 6 * HOUR_MS) / HOUR_MS) * HOUR_MS;
  const expected = slotsBetween(SCHEDULE, SERIES, { fromMs, toMs: nowMs - HOUR_MS / 3 });
  expect(runs.map(({ scheduledAt }) => Date.parse(scheduledAt ?? ''))).toEqual(expected);
  expect(new Set(runs.map(({ outcome }) => outcome))).toEqual(new Set(['missing']));
  expect(aws.inputsOf('PutMetricData')).toMatchObject([
    {
      Namespace: 'Waywiser/prod',
      MetricData: [{ MetricName: 'Missing', Values: [expected.length] }],
    },
    { MetricData: [{ MetricName: 'Heartbeat', Dimensions: [], Values: [1] }] },
  ]);
});

test('handler() fails, and has no heartbeat, when CloudWatch refuses', async () => {
  aws.refuse = () => ({ status: 500, type: 'InternalFailure' });

  const answer = await invoke({});

  expect(answer).toMatchObject({
    ok: false,
    stderr: expect.stringContaining("Cannot do all of the hour's work: "),
  });
  expect(aws.inputsOf('PutMetricData')).toHaveLength(1);
});

test('handler() refuses a time before the oldest kept records', async () => {
  const answer = await invoke({ since: '2020-01-01T00:00Z' });

  expect(answer.stderr).toContain(
    'Cannot scan since "2020-01-01T00:00Z"; expected an instant of the last 34 days',
  );
});
