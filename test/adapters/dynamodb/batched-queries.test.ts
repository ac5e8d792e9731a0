import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { batchedQueries } from '../../../lib/adapters/dynamodb/batched-queries.ts';
import type { QueryPage } from '../../../lib/adapters/dynamodb/table-backend.ts';
import { closer, listen } from '../../support/listening.ts';

const ALONE: QueryPage = { Items: [{ from: { S: 'alone' } }] };

function inputOf(journey: string): QueryCommandInput {
  return { TableName: 'table', ExpressionAttributeValues: { ':pk': { S: journey } } };
}

describe('batchedQueries()', () => {
  /** The bodies of requests, as lists of queries. */
  let asked: unknown[][];
  let answer: (queries: readonly unknown[]) => { readonly status: number; readonly body: string };
  let close: () => Promise<void>;
  let alone: string[];
  let batches: ReturnType<typeof batchedQueries>;

  beforeEach(async () => {
    asked = [];
    alone = [];
    const server = createServer((request, response) => {
      void give(request, response);
    });
    close = closer(server);
    batches = batchedQueries(
      { endpoint: `http://127.0.0.1:${await listen(server)}`, accessKeyId: 'key' },
      async ({ ExpressionAttributeValues: values }) => {
        alone.push(values?.[':pk']?.S ?? '');
        return ALONE;
      },
    );
  });

  afterEach(async () => {
    batches.close();
    await close();
  });

  async function give(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const queries: unknown[] = JSON.parse(await text(request));
    asked.push(queries);
    const { status, body } = answer(queries);
    response.writeHead(status).end(body);
  }

  async function ask(names: readonly string[]): Promise<readonly QueryPage[]> {
    const abortSignal = AbortSignal.timeout(5_000);

    return await Promise.all(names.map((name) => batches.query(inputOf(name), { abortSignal })));
  }

  test('query() sends the queries of one event-loop turn together and returns each its own page', async () => {
    answer = (queries) => ({
      status: 200,
      body: JSON.stringify({
        answers: queries.map((query) => ({ Items: [{ query: at(query) }] })),
      }),
    });

    const pages = await ask(['a', 'b', 'c']);

    expect(asked).toEqual([[inputOf('a'), inputOf('b'), inputOf('c')]]);
    expect(pages.map(({ Items: items }) => items?.[0]?.['query'])).toEqual([
      { S: 'a' },
      { S: 'b' },
      { S: 'c' },
    ]);
    expect(alone).toEqual([]);
  });

  test('query() returns bytes as bytes at any depth', async () => {
    const bytes = { B: Buffer.from([0, 255, 7]).toString('base64') };
    const item = { record: bytes, censored: { M: { histogram: bytes, n: { N: '1' } } } };
    answer = () => ({ status: 200, body: JSON.stringify({ answers: [{ Items: [item] }] }) });

    const [page] = await ask(['a']);

    const read = { B: Buffer.from([0, 255, 7]) };
    expect(page?.Items).toEqual([
      { record: read, censored: { M: { histogram: read, n: { N: '1' } } } },
    ]);
  });

  test('query() repeats a rejected query alone', async () => {
    answer = () => ({ status: 200, body: JSON.stringify({ answers: [null, { Items: [] }] }) });

    const pages = await ask(['a', 'b']);

    expect(pages).toEqual([ALONE, { Items: [] }]);
    expect(alone).toEqual(['a']);
  });

  test('query() sends one batch only when the store does not support batches', async () => {
    answer = () => ({ status: 400, body: '{"__type":"UnknownOperationException"}' });

    const pages = [...(await ask(['a', 'b'])), ...(await ask(['c']))];

    expect(pages).toEqual([ALONE, ALONE, ALONE]);
    expect(asked).toHaveLength(1);
  });

  test.each(['{"answers":', ''])('query() asks alone where the answer is %j', async (body) => {
    answer = () => ({ status: 200, body });

    expect(await ask(['a'])).toEqual([ALONE]);
  });

  test('query() sends queries alone when nothing listens', async () => {
    const nowhere = batchedQueries(
      { endpoint: 'http://127.0.0.1:1', accessKeyId: 'key' },
      async () => ALONE,
    );

    const page = await nowhere.query(inputOf('a'), { abortSignal: AbortSignal.timeout(5_000) });

    expect(page).toEqual(ALONE);
  });
});

function at(query: unknown): unknown {
  const { ExpressionAttributeValues: values }: QueryCommandInput = Object(query);

  return values?.[':pk'];
}
