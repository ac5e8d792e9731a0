import { ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemPage, ItemStore, MeasuredItem } from '../../core/store/item-store.ts';
import { type ItemKey, TABLE_DEFINITION } from '../../core/store/keys.ts';
import type { Item } from './item-codec.ts';
import { itemBytes } from './item-size.ts';
import {
  type DynamoTableOptions,
  isConditionFailure,
  tableBackend,
  type TableBackend,
} from './table-backend.ts';

const { timeToLiveAttribute: EXPIRY } = TABLE_DEFINITION;

/** A page of runs then is about 1 MB. The embedded store reads no further than this. */
const ITEMS_PER_PAGE = 1_000;

/** All items of a table, page by page. */
export function dynamoItemStore(options: DynamoTableOptions): ItemStore {
  const backend = tableBackend(options);

  return {
    measure: async (from) => await scan(backend, { from, input: {} }, measuredItem),
    expired: async (bySeconds, from) => {
      const input = {
        FilterExpression: '#expiry < :now',
        ProjectionExpression: 'pk, sk',
        ExpressionAttributeNames: { '#expiry': EXPIRY },
        ExpressionAttributeValues: marshall({ ':now': bySeconds }),
      };

      return await scan(backend, { from, input }, keyOf);
    },
    deleteExpired: async (key, bySeconds) => await deleteExpired(backend, key, bySeconds),
  };
}

interface ScanRequest {
  readonly from: ItemKey | null;
  readonly input: Omit<ScanCommandInput, 'TableName'>;
}

async function scan<T>(
  { client, table, call }: TableBackend,
  { from, input }: ScanRequest,
  read: (item: Item) => T,
): Promise<ItemPage<T>> {
  const command = new ScanCommand({
    TableName: table,
    ConsistentRead: true,
    Limit: ITEMS_PER_PAGE,
    ...input,
    ...(from !== null && { ExclusiveStartKey: marshall({ pk: from.pk, sk: from.sk }) }),
  });
  const { Items: items = [], LastEvaluatedKey: last } = await call('scan the table', (options) =>
    client.send(command, options),
  );

  return { items: items.map(read), next: last === undefined ? null : keyOf(last) };
}

/** Its condition: a finding that was confirmed, or a series that came back, has a later expiry by now. */
async function deleteExpired(
  { table, writes, call }: TableBackend,
  { pk, sk }: ItemKey,
  bySeconds: number,
): Promise<boolean> {
  const input = {
    TableName: table,
    Key: marshall({ pk, sk }),
    ConditionExpression: '#expiry < :now',
    ExpressionAttributeNames: { '#expiry': EXPIRY },
    ExpressionAttributeValues: marshall({ ':now': bySeconds }),
  };
  try {
    await call(`delete expired item "${sk}"`, (options) => writes.remove(input, options));

    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

function keyOf(item: Item): ItemKey {
  return { pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' };
}

function measuredItem(item: Item): MeasuredItem {
  const { at, foundAt } = unmarshall({
    ...(item['at'] && { at: item['at'] }),
    ...(item['foundAt'] && { foundAt: item['foundAt'] }),
  });
  const expiry = Number(item[EXPIRY]?.N ?? Number.NaN);
  const instant: unknown = foundAt ?? at;

  return {
    ...keyOf(item),
    sizeBytes: itemBytes(item),
    expiresAt: Number.isFinite(expiry) ? expiry : null,
    at: typeof instant === 'string' ? instant : null,
  };
}
