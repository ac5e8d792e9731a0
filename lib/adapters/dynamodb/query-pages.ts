import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
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
  range: PartitionRange,
): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const pages = queryPages(backend, doing, rangeQuery(range));
  for await (const page of pages) items.push(...page.map((item) => unmarshall(item)));

  return items;
}

/** Only bounds that were given: any other would leave out keys in some script. */
function rangeQuery({ pk, from, to }: PartitionRange): Omit<QueryCommandInput, 'TableName'> {
  const bounds = {
    ...(from !== undefined && { ':from': from }),
    ...(to !== undefined && { ':to': to }),
  };

  return {
    KeyConditionExpression: ['pk = :pk', ...sortKeyCondition(from, to)].join(' AND '),
    ExpressionAttributeValues: marshall({ ':pk': pk, ...bounds }),
  };
}

/** DynamoDB takes one condition on the sort key, so two bounds become one `BETWEEN`. */
function sortKeyCondition(from: string | undefined, to: string | undefined): readonly string[] {
  if (from !== undefined && to !== undefined) return ['sk BETWEEN :from AND :to'];
  if (from !== undefined) return ['sk >= :from'];

  return to === undefined ? [] : ['sk <= :to'];
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
