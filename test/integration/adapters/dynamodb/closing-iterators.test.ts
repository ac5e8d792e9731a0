import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import dynaliteDb from 'dynalite/db/index.js';
import {
  closeIterators,
  type IteratedLevel,
} from '../../../../lib/adapters/dynamodb/closing-iterators.ts';
import { closer, listen } from '../../../support/listening.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const IDLE_MS = 200;
const TABLE = 'runs';
/** What an iterator of abstract-level answers once it is closed. */
const CLOSED = 'LEVEL_ITERATOR_NOT_OPEN';

type LevelIterator = ReturnType<IteratedLevel['keys']>;

const closing: (() => Promise<void>)[] = [];
const opened: LevelIterator[] = [];
let client: DynamoDBClient;
let level: IteratedLevel;

/** Keeps every iterator that is opened, before anything else sees it. */
function collect(database: IteratedLevel): void {
  for (const kind of ['keys', 'values'] as const) {
    const opener = database[kind].bind(database);
    database[kind] = (options) => {
      const iterator = opener(options);
      opened.push({ next: iterator.next.bind(iterator), close: iterator.close.bind(iterator) });

      return iterator;
    };
  }
}

beforeAll(async () => {
  const dir = await temporaryDir();
  const { create } = dynaliteDb;
  dynaliteDb.create = (options) => {
    const store = create(options);
    collect(store.db);
    closeIterators(store.db, IDLE_MS);
    level = store.db;
    closing.push(async () => store.db.close());

    return store;
  };
  const [handler] = dynalite({ path: dir.path, createTableMs: 0 }).listeners('request');
  const server = createServer((request, response) => void handler?.(request, response));
  const endpoint = `http://127.0.0.1:${await listen(server)}`;
  closing.unshift(closer(server));
  closing.push(async () => dir.remove());
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const puts = Array.from({ length: 20 }, (_, index) => ({
    PutRequest: { Item: { pk: { S: 'a' }, sk: { N: String(index) } } },
  }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: puts } }));
});

afterAll(async () => {
  client.destroy();
  for (const close of closing) await close();
});

async function query(limit?: number): Promise<number | undefined> {
  const { Count } = await client.send(
    new QueryCommand({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
      Limit: limit,
    }),
  );

  return Count;
}

/** How many of the opened iterators are open: reading shows it. */
async function openCount(): Promise<number> {
  const codes = await Promise.all(
    opened.map(async (iterator) =>
      iterator.next().then(
        () => null,
        (error: { readonly code?: string }) => error.code,
      ),
    ),
  );

  return codes.filter((code) => code !== CLOSED).length;
}

it.each([
  ['reads all items', undefined, 20],
  ['stops at a limit', 2, 2],
])('the iterators of a query that %s are closed', async (_name, limit, count) => {
  opened.length = 0;

  const counts = [await query(limit), await query(limit), await query(limit)];

  expect(counts).toEqual([count, count, count]);
  expect(opened.length).toBeGreaterThanOrEqual(counts.length);
  while ((await openCount()) > 0) await delay(IDLE_MS / 4);
});

it('an iterator that is left before its end is closed', async () => {
  opened.length = 0;

  await level.keys({}).next();

  expect(await openCount()).toBe(1);
  while ((await openCount()) > 0) await delay(IDLE_MS / 4);
});
