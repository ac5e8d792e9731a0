import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { RunQuery, RunStore } from '../../core/ports.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import {
  DEFAULT_RUN_RETENTION_DAYS,
  runKey,
  runPartition,
  SERIES_PARTITION,
  seriesKey,
  sortKeyRange,
} from '../../core/store/keys.ts';
import { decodeRun, encodeRun, type Item } from './item-codec.ts';
import { StoreError } from './store-error.ts';

/** What a store in DynamoDB is made with. */
export interface DynamoRunStoreOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Days after which a record may be deleted. Default 35. */
  readonly retentionDays?: number;
  /** Longest time that one call to DynamoDB may take, retries included. Default 10 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 10_000;

/** A call with its deadline, and words for its failure. */
type Call = <T>(
  doing: string,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
) => Promise<T>;

interface Backend {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly call: Call;
}

/**
 * Keeps run records in a DynamoDB table. Records that are too large are fitted first. When an
 * answer is lost on the way and the put is repeated, `putRun` may say `false` for a record that it
 * wrote itself: it is there, and there once.
 */
export function dynamoRunStore(options: DynamoRunStoreOptions): RunStore {
  const { client, table, callTimeoutMs = CALL_TIMEOUT_MS } = options;
  const retentionDays = options.retentionDays ?? DEFAULT_RUN_RETENTION_DAYS;
  const backend: Backend = { client, table, call: callWithin(callTimeoutMs) };
  const registered = new Set<string>();

  async function register(journey: string, region: string): Promise<void> {
    const key = seriesKey(journey, region);
    if (registered.has(key.sk)) return;
    await putItem(backend, `register journey "${journey}" in ${region}`, {
      Item: marshall({ ...key, journey, region }),
    });
    registered.add(key.sk);
  }

  return {
    putRun: async (record) => {
      const item = encodeRun(record, retentionDays);
      // First the series: a record whose series nobody knows would be lost to every reader.
      await register(record.journey, record.region);

      return await putNew(backend, record.runId, item);
    },
    getRun: async (journey, region, runId) => await getRun(backend, { journey, region, runId }),
    queryRuns: async (query) => await queryRuns(backend, query),
    listSeries: async () => await listSeries(backend),
  };
}

async function putNew(backend: Backend, runId: string, item: Item): Promise<boolean> {
  try {
    await putItem(backend, `store run "${runId}"`, {
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk)',
    });

    return true;
  } catch (error) {
    if (error instanceof Error && error.cause instanceof ConditionalCheckFailedException) {
      return false;
    }
    throw error;
  }
}

async function putItem(
  { client, table, call }: Backend,
  doing: string,
  input: { readonly Item: Item; readonly ConditionExpression?: string },
): Promise<void> {
  await call(doing, (options) =>
    client.send(new PutItemCommand({ TableName: table, ...input }), options),
  );
}

async function getRun(
  { client, table, call }: Backend,
  address: { readonly journey: string; readonly region: string; readonly runId: string },
): Promise<RunRecord | null> {
  const Key = marshall(runKey(address));
  const { Item: item } = await call(`read run "${address.runId}"`, (options) =>
    client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }), options),
  );

  return item === undefined ? null : decodeRun(item);
}

async function queryRuns(backend: Backend, query: RunQuery): Promise<readonly RunRecord[]> {
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
    runs.push(...items.map(decodeRun));
    if (runs.length >= limit) break;
  }

  return runs.slice(0, limit);
}

async function listSeries(
  backend: Backend,
): Promise<readonly { readonly journey: string; readonly region: string }[]> {
  const pages = queryPages(backend, 'list the series', {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': SERIES_PARTITION }),
  });
  const series: { journey: string; region: string }[] = [];
  for await (const items of pages) {
    for (const item of items) {
      const { journey, region } = unmarshall(item);
      series.push({ journey: String(journey), region: String(region) });
    }
  }

  return series;
}

type QueryInput = Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName'>;

async function* queryPages(
  { client, table, call }: Backend,
  doing: string,
  input: QueryInput,
): AsyncGenerator<readonly Item[]> {
  let start: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      ...input,
      ...(start && { ExclusiveStartKey: start }),
    });
    const page: QueryCommandOutput = await call(doing, (options) => client.send(command, options));
    yield page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

function callWithin(timeoutMs: number): Call {
  return async (doing, send) => {
    try {
      return await send({ abortSignal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw new StoreError(doing, error);
    }
  };
}
