import { gunzipSync } from 'node:zlib';
import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { localDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { EMBEDDED_TABLE } from '../../../lib/adapters/dynamodb/store-connection.ts';
import { readStoreAddress } from '../../../lib/adapters/dynamodb/store-file.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';

/** Reads all runs of a series through the wire API alone, by the keys that docs/store.md documents. */
export async function storedRuns(
  stateDir: string,
  journey: string,
  region: string,
): Promise<readonly RunRecord[]> {
  const address = await readStoreAddress(stateDir);
  if (address === null) throw new Error('no process serves the store');
  const client = localDynamoClient(address);
  try {
    return await allRuns(client, `RUN#${journey}#${region}`);
  } finally {
    client.destroy();
  }
}

async function allRuns(client: DynamoDBClient, pk: string): Promise<readonly RunRecord[]> {
  const runs: RunRecord[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: EMBEDDED_TABLE,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ...(from !== undefined && { ExclusiveStartKey: from }),
      }),
    );
    for (const { record } of page.Items ?? []) {
      runs.push(JSON.parse(gunzipSync(record?.B ?? new Uint8Array()).toString('utf8')));
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);

  return runs;
}
