import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { SORT_KEY_BOUNDS } from '../../core/store/keys.ts';
import type { Item } from './item-codec.ts';
import type { QueryPage, TableBackend } from './table-backend.ts';

/** A partition, or the part of it between two sort keys, both included. */
export interface PartitionRange {
  readonly pk: string;
  readonly from?: string;
  readonly to?: string;
}

/** Every item of a range as plain values, in order of the sort key. */
export async function readPartition(
  backend: TableBackend,
  doing: string,
  { pk, from, to }: PartitionRange,
): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  // Without bounds the whole partition: names of other scripts sort after every bound in ASCII.
  const isWhole = from === undefined && to === undefined;
  const { first, last } = SORT_KEY_BOUNDS;
  const pages = queryPages(backend, doing, {
    KeyConditionExpression: isWhole ? 'pk = :pk' : 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: marshall({
      ':pk': pk,
      ...(!isWhole && { ':from': from ?? first, ':to': to ?? last }),
    }),
  });
  for await (const page of pages) items.push(...page.map((item) => unmarshall(item)));

  return items;
}

/** The pages of a consistent query; each is requested when it is needed. */
export async function* queryPages(
  { table, query, call }: TableBackend,
  doing: string,
  input: Omit<QueryCommandInput, 'TableName'>,
): AsyncGenerator<readonly Item[]> {
  let start: Item | undefined;
  do {
    const whole = {
      TableName: table,
      ConsistentRead: true,
      ...input,
      ...(start && { ExclusiveStartKey: start }),
    };
    const page: QueryPage = await call(doing, (options) => query(whole, options));
    yield page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}
