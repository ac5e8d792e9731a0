import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { RegionReader } from '../../core/doctor/doctor-ports.ts';
import { PARTITIONS } from '../../core/store/keys.ts';
import { accountCall, type CallOptions, optionalCall } from '../aws/account-call.ts';
import { homeDynamoClient } from './client.ts';

const ABSENT = ['ResourceNotFoundException'];
/** Stores that were imported may have records of the region `local`. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Reads the settings of the table, and of which regions it has records. */
export function tableFacts(
  region: string,
): Pick<RegionReader, 'table' | 'recordedRegions' | 'close'> {
  const client = homeDynamoClient({ region });

  return {
    table: async (name) => {
      const described = await optionalCall(
        { action: 'dynamodb:DescribeTable', region, absent: ABSENT },
        (options) => client.send(new DescribeTableCommand({ TableName: name }), options),
      );
      if (described === null) return null;
      const [expiryAttribute, recoverable] = await Promise.all([
        expiryOf(client, name, region),
        isRecoverable(client, name, region),
      ]);

      return { status: described.Table?.TableStatus ?? '', expiryAttribute, recoverable };
    },
    recordedRegions: async (table) => {
      const regions = await optionalCall(
        { action: 'dynamodb:Query', region, absent: ABSENT },
        async (options) => regionsIn(client, table, options),
      );

      return regions ?? [];
    },
    close: () => client.destroy(),
  };
}

async function expiryOf(
  client: DynamoDBClient,
  name: string,
  region: string,
): Promise<string | null> {
  const command = new DescribeTimeToLiveCommand({ TableName: name });
  const { TimeToLiveDescription: found } = await accountCall(
    { action: 'dynamodb:DescribeTimeToLive', region },
    (options) => client.send(command, options),
  );
  const isOn = found?.TimeToLiveStatus === 'ENABLED' || found?.TimeToLiveStatus === 'ENABLING';

  return isOn ? (found.AttributeName ?? null) : null;
}

async function isRecoverable(
  client: DynamoDBClient,
  name: string,
  region: string,
): Promise<boolean> {
  const command = new DescribeContinuousBackupsCommand({ TableName: name });
  const { ContinuousBackupsDescription: found } = await accountCall(
    { action: 'dynamodb:DescribeContinuousBackups', region },
    (options) => client.send(command, options),
  );

  return found?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
}

async function regionsIn(
  client: DynamoDBClient,
  table: string,
  { abortSignal }: CallOptions,
): Promise<readonly string[]> {
  const regions = new Set<string>();
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: PARTITIONS.series } },
    },
    { abortSignal },
  );
  for await (const { Items: items = [] } of pages) {
    for (const { region } of items) if (region?.S !== undefined) regions.add(region.S);
  }

  return [...regions].filter((each) => REGION.test(each)).toSorted();
}
