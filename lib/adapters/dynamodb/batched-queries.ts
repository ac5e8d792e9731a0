import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { LocalEndpoint } from './client.ts';
import { BATCH_TARGET, type BatchAnswer } from './store-thread-protocol.ts';
import type { QueryPage, TableQuery } from './table-backend.ts';

/** Sends several queries to the embedded store in one request. */
export interface BatchedQueries {
  readonly query: TableQuery;
  /** Closes the connections. */
  close(): void;
}

interface Waiting {
  readonly input: QueryCommandInput;
  readonly abortSignal: AbortSignal;
  /** Receives the page; null if the query must be sent alone. */
  readonly answer: (page: QueryPage | null) => void;
}

/** Maximum number of queries in a request; more give no further speed-up. */
const MAX_QUERIES = 16;

/**
 * Sends queries of the same event-loop turn to the embedded store together. Alone, each query costs
 * 2 ms, mostly for signing and sockets, and an overview of 500 journeys makes 3,000 queries. A
 * query that fails this way is repeated with `alone`, which reports the error.
 */
export function batchedQueries(store: LocalEndpoint, alone: TableQuery): BatchedQueries {
  const agent = new http.Agent({ keepAlive: true });
  let waiting: Waiting[] = [];
  /** False if the store's server is an older version without this request. */
  let isServed = true;

  function flush(): void {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += MAX_QUERIES) {
      void send(all.slice(from, from + MAX_QUERIES));
    }
  }

  /** Never rejects: every query gets its page, or null to be repeated alone. */
  async function send(queries: readonly Waiting[]): Promise<void> {
    try {
      const answers = await ask(queries, store, agent);
      if (answers === null) isServed = false;
      for (const [index, { answer }] of queries.entries()) answer(answers?.[index] ?? null);
    } catch {
      for (const { answer } of queries) answer(null);
    }
  }

  return {
    query: async (input, options) => {
      if (!isServed) return await alone(input, options);
      const page = await new Promise<QueryPage | null>((resolve) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ input, abortSignal: options.abortSignal, answer: resolve });
      });

      return page ?? (await alone(input, options));
    },
    close: () => agent.destroy(),
  };
}

/** Null: the store's server does not support batches. */
async function ask(
  queries: readonly Waiting[],
  { endpoint, accessKeyId }: LocalEndpoint,
  agent: http.Agent,
): Promise<readonly (QueryPage | null)[] | null> {
  const body = Buffer.from(JSON.stringify(queries.map(({ input }) => input)), 'utf8');
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = http.request(endpoint, {
      agent,
      method: 'POST',
      // Sent at the same time, all have the same deadline.
      signal: queries[0]?.abortSignal,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': body.byteLength,
        'x-amz-target': BATCH_TARGET,
        'x-amz-date': '20000101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20000101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none`,
      },
    });
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body);
  });
  const text = await buffer(response);
  if (response.statusCode !== 200) return null;
  const { answers }: BatchAnswer = JSON.parse(text.toString('utf8'));

  return answers.map((answer) => (answer === null ? null : pageOf(answer)));
}

function pageOf(page: QueryPage): QueryPage {
  for (const item of page.Items ?? []) for (const value of Object.values(item)) readBytes(value);

  return page;
}

/** Decodes bytes, which are sent as Base64, in place; the value was just parsed from JSON. */
function readBytes(value: AttributeValue): void {
  if (value.B !== undefined) Object.assign(value, { B: bytesOf(value.B) });
  for (const each of Object.values(value.M ?? {})) readBytes(each);
  for (const each of value.L ?? []) readBytes(each);
}

function bytesOf(base64: unknown): Uint8Array {
  return Buffer.from(String(base64), 'base64');
}
