import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { decodeRun } from '../../../lib/adapters/dynamodb/item-codec.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';

/** Looks at what the deployed stage left in the home region. */
export interface Observer {
  /** Every run record of the table. */
  records(): Promise<readonly RunRecord[]>;
  /** One statistic of a metric by the minute, as CloudWatch gives it; minutes without data are absent. */
  metric(query: MetricQuery): Promise<ReadonlyMap<number, number>>;
  /** Keys of the objects in a region's bucket of evidence. */
  evidence(region: string): Promise<readonly string[]>;
  close(): void;
}

/** Which metric, and when; milliseconds since 1970. */
export interface MetricQuery {
  readonly name: string;
  readonly journey: string;
  readonly region: string;
  readonly statistic: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where to look: the names are spelled out here, so that a change of one is seen. */
export interface Place {
  readonly endpoint: string;
  readonly home: string;
  readonly table: string;
  readonly namespace: string;
  readonly bucketOf: (region: string) => string;
}

const PERIOD_SECONDS = 60;

/** Clients of the emulator's home region. */
export function observe(place: Place): Observer {
  const { endpoint, home: region } = place;
  const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' };
  const common = { endpoint, region, credentials };
  const dynamo = new DynamoDBClient(common);
  const cloudWatch = new CloudWatchClient(common);

  return {
    records: async () => {
      const found: RunRecord[] = [];
      const pages = paginateScan(
        { client: dynamo },
        { TableName: place.table, ConsistentRead: true },
      );
      for await (const { Items: items = [] } of pages) {
        for (const item of items)
          if (item['pk']?.S?.startsWith('RUN#')) found.push(decodeRun(item));
      }

      return found;
    },
    metric: async (query) => readMetric(cloudWatch, place.namespace, query),
    evidence: async (bucketRegion) => {
      const client = new S3Client({ ...common, region: bucketRegion, forcePathStyle: true });
      const keys: string[] = [];
      const pages = paginateListObjectsV2({ client }, { Bucket: place.bucketOf(bucketRegion) });
      for await (const { Contents: objects = [] } of pages) {
        keys.push(...objects.map(({ Key: key }) => key ?? ''));
      }
      client.destroy();

      return keys;
    },
    close: () => {
      dynamo.destroy();
      cloudWatch.destroy();
    },
  };
}

async function readMetric(
  client: CloudWatchClient,
  namespace: string,
  query: MetricQuery,
): Promise<ReadonlyMap<number, number>> {
  const dimensions = { Journey: query.journey, Region: query.region };
  const { MetricDataResults: results = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(query.fromMs),
      EndTime: new Date(query.toMs),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        {
          Id: 'm1',
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: query.name,
              Dimensions: Object.entries(dimensions).map(([name, value]) => ({
                Name: name,
                Value: value,
              })),
            },
            Period: PERIOD_SECONDS,
            Stat: query.statistic,
          },
        },
      ],
    }),
  );
  const { Timestamps: times = [], Values: values = [] } = results[0] ?? {};

  return new Map(times.map((time, index) => [time.getTime(), values[index] ?? Number.NaN]));
}
