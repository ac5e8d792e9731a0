import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { TableBackend } from './table-backend.ts';

/** A partition, or the part of it between two sort keys, both included. */
export interface PartitionRange {
  readonly pk: string;
  readonly from?: string;
  readonly to?: string;
}

/** Sorts before and after every sort key in use. */
const [FIRST, LAST] = [' ', '~'];

/** Every item of a range as plain values, in order of the sort key. */
export async function readPartition(
  { client, table, call }: TableBackend,
  doing: string,
  { pk, from = FIRST, to = LAST }: PartitionRange,
): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const command = new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':from': from, ':to': to }),
      ...(start && { ExclusiveStartKey: start }),
    });
    const page: QueryCommandOutput = await call(doing, (options) => client.send(command, options));
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);

  return items;
}
