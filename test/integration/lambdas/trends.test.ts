import { dynamoFindingStore } from '../../../lib/adapters/dynamodb/finding-store.ts';
import { dynamoRollupStore } from '../../../lib/adapters/dynamodb/rollup-store.ts';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';
import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';
import { type EmbeddedTable, embeddedTable } from '../../support/embedded-table.ts';
import {
  type FunctionAnswer,
  functionProcess,
  type FunctionProcess,
} from '../../support/function-process.ts';
import { storeSeries } from '../../support/stored-rollups.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const DAYS = 42;
const SERIES = { journey: 'checkout', region: 'eu-west-1' };

let table: EmbeddedTable;
let aws: AwsEndpoint;
let trends: FunctionProcess;

beforeAll(async () => {
  table = await embeddedTable();
  aws = await awsEndpoint();
  const toMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const levels = { duration: (day: number) => (day < DAYS / 2 ? 200 : 280) };
  const stored = { ...SERIES, levels, fromMs: toMs - DAYS * DAY_MS, toMs };
  await storeSeries(stored, dynamoRollupStore(table), hdrHistograms());
  const journeys = [planOf({ regions: [SERIES.region] })];
  trends = await functionProcess('trends', { stage: 'prod', journeys });
});

afterAll(async () => {
  await aws.close();
  await table.close();
  await trends.remove();
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.refuse = () => null;
  aws.accept = ({ action }) =>
    action === 'PutEvents' ? { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } : null;
});

async function invoke(): Promise<FunctionAnswer> {
  return trends.invoke(
    {},
    {
      WAYWISER_STAGE: 'prod',
      WAYWISER_TABLE: table.table,
      WAYWISER_HOME_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_ENDPOINT_URL_CLOUDWATCH: aws.origin,
      AWS_ENDPOINT_URL_EVENTBRIDGE: aws.origin,
      AWS_ACCESS_KEY_ID: table.accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    },
  );
}

test('handler() fails while EventBridge refuses, then publishes, stores and sends its heartbeat', async () => {
  const stored = dynamoFindingStore(table);
  aws.refuse = ({ action }) =>
    action === 'PutEvents' ? { status: 400, type: 'AccessDeniedException' } : null;

  const refused = await invoke();

  expect(refused).toMatchObject({
    ok: false,
    stderr: expect.stringContaining(
      'Cannot analyse all trends: Cannot publish a finding on EventBridge: ',
    ),
  });
  expect(aws.inputsOf('PutMetricData')).toEqual([]);
  expect(await stored.findingsOf('checkout')).toEqual([]);

  aws.refuse = () => null;
  const answer = await invoke();

  const [change, ...others] = await stored.findingsOf('checkout');
  expect(others).toEqual([]);
  expect(change).toMatchObject({ ...SERIES, metric: 'duration', subject: { kind: 'change' } });
  expect([answer.ok, JSON.parse(answer.stdout)]).toMatchObject([
    true,
    {
      series: 1,
      opened: [`checkout eu-west-1 duration ${change?.id ?? ''}`],
      resolved: [],
      open: 1,
      errors: [],
    },
  ]);
  expect(aws.inputsOf('PutEvents').at(-1)).toMatchObject({
    Entries: [{ Source: 'waywiser', DetailType: 'Waywiser finding opened' }],
  });
  expect(aws.inputsOf('PutMetricData')).toMatchObject([
    {
      Namespace: 'Waywiser/prod',
      MetricData: [{ MetricName: 'TrendsHeartbeat', Dimensions: [], Values: [1] }],
    },
  ]);
});
