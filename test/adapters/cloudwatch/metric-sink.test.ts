import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { metricData } from '../../../lib/adapters/cloudwatch/metric-data.ts';
import { metricPackets } from '../../../lib/adapters/cloudwatch/metric-packets.ts';
import { cloudWatchMetrics } from '../../../lib/adapters/cloudwatch/metric-sink.ts';
import type { MetricSample, MetricSink } from '../../../lib/core/ports.ts';
import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';

const AT_MS = Date.UTC(2026, 10, 22, 16, 45);

let endpoint: AwsEndpoint;
let client: CloudWatchClient;
let sink: MetricSink;

beforeEach(async () => {
  endpoint = await awsEndpoint();
  client = new CloudWatchClient({
    region: 'eu-west-1',
    endpoint: endpoint.origin,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  sink = cloudWatchMetrics({ client, namespace: 'Waywiser/prod' });
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

test('publish() sends all groups in one call when they fit', async () => {
  const errors = await sink.publish([[sample()], [], [sample({ name: 'Errored', value: 0 })]]);

  expect(errors).toEqual([null, null, null]);
  expect(endpoint.inputsOf('PutMetricData')).toEqual([
    {
      Namespace: 'Waywiser/prod',
      MetricData: [
        {
          MetricName: 'Duration',
          Dimensions: [
            { Name: 'Journey', Value: 'checkout' },
            { Name: 'Region', Value: 'eu-west-1' },
          ],
          Timestamp: AT_MS / 1000,
          Unit: 'Milliseconds',
          Values: [12.5],
          Counts: [1],
        },
        expect.objectContaining({ MetricName: 'Errored', Values: [0], Counts: [1] }),
      ],
    },
  ]);
});

test('publish() makes no call when there is nothing to say', async () => {
  expect(await sink.publish([[], []])).toEqual([null, null]);
  expect(endpoint.calls).toEqual([]);
});

test('publish() sends two calls when one cannot hold all, and no group is divided', async () => {
  const groups = Array.from({ length: 3 }, (_, group) =>
    Array.from({ length: 400 }, (__, index) => sample({ name: `m-${group}-${index}` })),
  );

  const errors = await sink.publish(groups);

  expect(errors).toEqual([null, null, null]);
  const lengths = endpoint
    .inputsOf('PutMetricData')
    .map((input) => [input['MetricData']].flat().length);
  expect(lengths).toEqual([800, 400]);
});

test('publish() names the groups of the failed call when one of two calls fails', async () => {
  const groups = Array.from({ length: 3 }, (_, group) =>
    Array.from({ length: 400 }, (__, index) => sample({ name: `m-${group}-${index}` })),
  );
  endpoint.refuse = () =>
    endpoint.calls.length === 2 ? { status: 503, type: 'ServiceUnavailable' } : null;

  const errors = await sink.publish(groups);

  expect(errors.map((error) => error?.message ?? null)).toEqual([
    null,
    null,
    expect.stringContaining('Cannot publish 400 samples to CloudWatch'),
  ]);
});

test('publish() sends groups separately when one of them is rejected', async () => {
  endpoint.refuse = ({ input }) =>
    JSON.stringify(input).includes('wrong')
      ? { status: 400, type: 'InvalidParameterValueException' }
      : null;

  const errors = await sink.publish([[sample()], [sample({ name: 'wrong' })], [sample()]]);

  expect(errors.map((error) => error === null)).toEqual([true, false, true]);
});

test('publish() fails every group when CloudWatch does not answer in time', async () => {
  endpoint.refuse = () => 'hang';
  sink = cloudWatchMetrics({ client, namespace: 'Waywiser/prod', callTimeoutMs: 200 });

  const errors = await sink.publish([[sample()], [sample()]]);

  expect(errors.map((error) => error?.message)).toEqual([
    expect.stringContaining('Cannot publish 2 samples to CloudWatch'),
    expect.stringContaining('Cannot publish 2 samples to CloudWatch'),
  ]);
});

test('metricData() merges equal values and puts at most 150 different ones in a datum', () => {
  const samples = Array.from({ length: 400 }, (_, index) => sample({ value: index % 200 }));

  const data = metricData(samples);

  expect(data.map(({ Values: values }) => values?.length)).toEqual([150, 50]);
  expect(data.flatMap(({ Counts: counts }) => counts)).toEqual(
    Array.from({ length: 200 }, () => 2),
  );
});

test.each([
  [{ name: 'Other' }],
  [{ atMs: AT_MS + 60_000 }],
  [{ dimensions: { Journey: 'other', Region: 'eu-west-1' } }],
])('metricData() keeps samples apart when they differ by %p', (changes) => {
  expect(metricData([sample(), sample(changes)])).toHaveLength(2);
});

test('metricPackets() divides a group when it alone is too large', () => {
  const group = Array.from({ length: 10 }, (_, index) => sample({ name: `m-${index}` }));

  const packets = metricPackets([[sample()], group, [sample()]], { data: 4, bytes: 1_000_000 });

  expect(packets.map(({ groups, samples }) => [groups, samples.length])).toEqual([
    [[1], 3],
    [[1], 2],
    [[1], 3],
    [[1], 2],
    [[0, 2], 2],
  ]);
});

test('metricPackets() begins another call when the bytes of one are used up', () => {
  const groups = [[sample()], [sample({ name: 'Other' })]];

  const packets = metricPackets(groups, { data: 1000, bytes: 300 });

  expect(packets.map((packet) => packet.groups)).toEqual([[0], [1]]);
});

function sample(changes: Partial<MetricSample> = {}): MetricSample {
  return {
    name: 'Duration',
    dimensions: { Journey: 'checkout', Region: 'eu-west-1' },
    value: 12.5,
    unit: 'Milliseconds',
    atMs: AT_MS,
    ...changes,
  };
}
