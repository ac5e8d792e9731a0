import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { SORT_KEY_BOUNDS } from '../../core/store/keys.ts';
import type { QueryPage, TableBackend } from './table-backend.ts';

/** A partition, or the part of it between two sort keys, both included. */
export interface PartitionRange {
  readonly pk: string;
  readonly from?: string;
  readonly to?: string;
}

/** Every item of a range as plain values, in order of the sort key. */
export async function readPartition(
  { table, query, call }: TableBackend,
  doing: string,
  { pk, from = SORT_KEY_BOUNDS.first, to = SORT_KEY_BOUNDS.last }: PartitionRange,
): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: QueryPage['LastEvaluatedKey'];
  do {
    const input = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':from': from, ':to': to }),
      ...(start && { ExclusiveStartKey: start }),
    };
    const page: QueryPage = await call(doing, (options) => query(input, options));
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);

  return items;
}
