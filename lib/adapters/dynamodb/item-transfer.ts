import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { errorText } from '../../core/base/error-text.ts';
import { readAnnotation } from '../../core/trends/read-annotation.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import type {
  CheckedItem,
  ItemPage,
  ItemTransfer,
  PlainItem,
} from '../../core/store/item-store.ts';
import { type ItemKey, PARTITIONS } from '../../core/store/keys.ts';
import { summaryKey } from '../../core/trends/trend-keys.ts';
import { readFinding, readSummary } from './finding-store.ts';
import { decodeRun, type Item } from './item-codec.ts';
import { DECODE_ROLLUP } from './rollup-item.ts';
import {
  type DynamoTableOptions,
  isConditionFailure,
  tableBackend,
  type TableBackend,
} from './table-backend.ts';

/** A page of runs then is about 1 MB. */
const ITEMS_PER_PAGE = 1_000;

/** Whole items of a table, with the question whether they can be read. */
export function dynamoItemTransfer(options: DynamoTableOptions): ItemTransfer {
  const backend = tableBackend(options);

  return {
    page: async (from) => await readPage(backend, from),
    merge: async (item) => {
      const marshalled = marshall(item);
      decode(item, marshalled);

      return await merge(backend, item, marshalled);
    },
    remove: async ({ pk, sk }) => {
      const command = new DeleteItemCommand({
        TableName: backend.table,
        Key: marshall({ pk, sk }),
      });
      await backend.call(`delete item "${sk}"`, (call) => backend.client.send(command, call));
    },
  };
}

async function readPage(
  { client, table, call }: TableBackend,
  from: ItemKey | null,
): Promise<ItemPage<CheckedItem>> {
  const command = new ScanCommand({
    TableName: table,
    ConsistentRead: true,
    Limit: ITEMS_PER_PAGE,
    ...(from !== null && { ExclusiveStartKey: marshall({ pk: from.pk, sk: from.sk }) }),
  });
  const { Items: items = [], LastEvaluatedKey: last } = await call('scan the table', (options) =>
    client.send(command, options),
  );

  return { items: items.map(checkedItem), next: last === undefined ? null : plainItem(last) };
}

function checkedItem(marshalled: Item): CheckedItem {
  const item = plainItem(marshalled);
  try {
    return { item, record: decode(item, marshalled), problem: null };
  } catch (error) {
    return { item, record: null, problem: errorText(error) };
  }
}

function plainItem(item: Item): PlainItem {
  return { pk: '', sk: '', ...unmarshall(item) };
}

/** Reads an item as its readers do, and throws as they do; returns the record of a run. */
function decode(item: PlainItem, marshalled: Item): RunRecord | null {
  const [partition = ''] = item.pk.split('#', 1);
  if (partition === PARTITIONS.run) return decodeRun(marshalled);
  const check = CHECKS[partition];
  if (check === undefined) {
    throw new Error(
      `Cannot read the item "${item.sk}" of "${item.pk}": its kind is unknown; if a newer version of waywiser wrote it, upgrade it`,
    );
  }
  check(item);

  return null;
}

/** Reads the items of each partition but that of runs. */
const CHECKS: Readonly<Record<string, (item: PlainItem) => unknown>> = {
  [PARTITIONS.hour]: decodeRollup,
  [PARTITIONS.day]: decodeRollup,
  [PARTITIONS.finding]: (item) =>
    item.sk === summaryKey('').sk ? readSummary(item) : readFinding(item),
  [PARTITIONS.annotation]: ({ sk, text, kind, by }) => readAnnotation({ sk, text, kind, by }, ''),
  [PARTITIONS.watch]: ({ watch }) => JSON.parse(String(watch)),
  [PARTITIONS.series]: () => null,
  [PARTITIONS.jobs]: () => null,
  [PARTITIONS.late]: () => null,
};

function decodeRollup(item: PlainItem): void {
  const [what = ''] = item.sk.split('#', 1);
  if (what.startsWith('metric:')) DECODE_ROLLUP.metric(item);
  else if (what === 'slots' || what === 'parts' || what === 'facts') DECODE_ROLLUP[what](item);
  else throw new Error(`Cannot read the rollup "${item.sk}" of "${item.pk}": its kind is unknown`);
}

/** The condition makes it safe beside a running `dev`: the item must be as it was when it was compared. */
async function merge(
  { client, table, call }: TableBackend,
  item: PlainItem,
  marshalled: Item,
): Promise<boolean> {
  const { pk, sk } = item;
  const get = new GetItemCommand({
    TableName: table,
    Key: marshall({ pk, sk }),
    ConsistentRead: true,
  });
  const { Item: found } = await call(`read item "${sk}"`, (options) => client.send(get, options));
  const before = found === undefined ? null : plainItem(found);
  if (before !== null && worth(before) >= worth(item)) return false;
  const name = worthAttribute(item);
  const known = before === null || name === null ? undefined : before[name];
  const put = new PutItemCommand({
    TableName: table,
    Item: marshalled,
    ...(known === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#name = :known',
          ExpressionAttributeNames: { '#name': name ?? '' },
          ExpressionAttributeValues: marshall({ ':known': known }),
        }),
  });
  try {
    await call(`store item "${sk}"`, (options) => client.send(put, options));

    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** The attribute that decides which of two versions of an item is kept; null: the one that is there. */
function worthAttribute({ pk, sk }: ItemKey): string | null {
  const [partition = ''] = pk.split('#', 1);
  if (partition === PARTITIONS.run) return 'rank';
  if (partition === PARTITIONS.finding) return sk === summaryKey('').sk ? 'look' : 'finding';
  if (partition !== PARTITIONS.hour && partition !== PARTITIONS.day) return null;

  return sk.startsWith('slots#') ? 'counts' : 'n';
}

/** How complete or how new an item is; of two versions the one with the greater number is kept. */
function worth(item: PlainItem): number {
  const name = worthAttribute(item);
  const value = name === null ? 0 : item[name];
  if (typeof value === 'number') return value;
  if (name === 'counts' && typeof value === 'object' && value !== null) return executed(value);
  if (typeof value !== 'string') return 0;
  const times = [...value.matchAll(/"(?:at|confirmedAt|foundAt|unconfirmedSince)":"([^"]+)"/g)];

  return Math.max(0, ...times.map(([, instant = '']) => Date.parse(instant) || 0));
}

/** A slot that is `missing` counts less than one with a record. */
function executed(counts: object): number {
  return Object.entries(counts)
    .filter(([outcome]) => outcome !== 'missing')
    .reduce((sum, [, count]) => sum + Number(count), 0);
}
