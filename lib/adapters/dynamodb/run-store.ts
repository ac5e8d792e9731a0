import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { RunQuery, RunStore } from '../../core/ports.ts';
import { ownRank, rankNumber } from '../../core/record/record-rank.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import { runKey, PARTITIONS, runPartition, sortKeyRange } from '../../core/store/keys.ts';
import { decodeRun, encodeRun, type Item } from './item-codec.ts';
import { queryPages, readPartition } from './query-pages.ts';
import { readableItems } from './readable-items.ts';
import { seriesRegistry } from './series-registry.ts';
import {
  type DynamoTableOptions,
  isConditionFailure,
  tableBackend,
  type TableBackend,
} from './table-backend.ts';

/**
 * Stores run records in a DynamoDB table. Records that are too large are shortened first. If a
 * response is lost and the put is retried, `putRun` may return `false` for a record that it wrote
 * itself; it is stored exactly once.
 */
export function dynamoRunStore(options: DynamoTableOptions): RunStore {
  const backend = tableBackend(options);
  const register = seriesRegistry(backend);

  return {
    putRun: async (record) => {
      const item = encodeRun(record, { retentionDays: backend.retentionDays });
      // The series first: readers find records through their series.
      await register(record.journey, record.region);

      return await putNew(backend, record, item);
    },
    getRun: async (journey, region, runId) => await getRun(backend, { journey, region, runId }),
    queryRuns: async (query) => await queryRuns(backend, query),
    listSeries: async () => await listSeries(backend),
  };
}

async function putNew(
  { table, writes, call }: TableBackend,
  record: RunRecord,
  item: Item,
): Promise<boolean> {
  try {
    await call(`store run "${record.runId}"`, (options) =>
      writes.put(
        {
          TableName: table,
          Item: item,
          ConditionExpression: 'attribute_not_exists(pk) OR #rank < :rank',
          ExpressionAttributeNames: { '#rank': 'rank' },
          ExpressionAttributeValues: marshall({ ':rank': rankNumber(ownRank(record)) }),
        },
        options,
      ),
    );

    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

async function getRun(
  { client, table, call, onUnreadable }: TableBackend,
  address: { readonly journey: string; readonly region: string; readonly runId: string },
): Promise<RunRecord | null> {
  const Key = marshall(runKey(address));
  const { Item: item } = await call(`read run "${address.runId}"`, (options) =>
    client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }), options),
  );

  const items = item === undefined ? [] : [item];

  return readableItems(items, decodeRun, onUnreadable)[0] ?? null;
}

async function queryRuns(backend: TableBackend, query: RunQuery): Promise<readonly RunRecord[]> {
  const { limit = Number.POSITIVE_INFINITY } = query;
  if (Number.isNaN(limit) || limit < 0) {
    throw new RangeError(`Cannot query ${limit} runs; expected a limit of 0 or more`);
  }
  const range = sortKeyRange(query);
  if (range === null || limit === 0) return [];
  const pages = queryPages(backend, `read the runs of "${query.journey}" in ${query.region}`, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: marshall({
      ':pk': runPartition(query.journey, query.region),
      ':from': range.from,
      ':to': range.to,
    }),
    ScanIndexForward: query.order === 'oldest-first',
    ...(Number.isFinite(limit) && { Limit: Math.ceil(limit) }),
  });
  const runs: RunRecord[] = [];
  for await (const items of pages) {
    runs.push(...readableItems(items, decodeRun, backend.onUnreadable));
    if (runs.length >= limit) break;
  }

  return runs.slice(0, limit);
}

async function listSeries(
  backend: TableBackend,
): Promise<readonly { readonly journey: string; readonly region: string }[]> {
  const items = await readPartition(backend, 'list the series', { pk: PARTITIONS.series });

  return items.map(({ journey, region }) => ({
    journey: String(journey),
    region: String(region),
  }));
}
