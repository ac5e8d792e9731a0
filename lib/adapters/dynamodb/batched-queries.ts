import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { LocalEndpoint } from './client.ts';
import { BATCH_TARGET, type BatchAnswer } from './store-thread-protocol.ts';
import type { QueryPage, TableQuery } from './table-backend.ts';

/** Queries of the embedded store, many to a request. */
export interface BatchedQueries {
  readonly query: TableQuery;
  /** Lets go of the connections. */
  close(): void;
}

interface Waiting {
  readonly input: QueryCommandInput;
  readonly abortSignal: AbortSignal;
  /** Null: it is to be asked by itself. */
  readonly answer: (page: QueryPage | null) => void;
}

/** More of them save nothing, and the first would wait for the last. */
const MAX_QUERIES = 16;

/**
 * Sends the queries of one moment to the embedded store together. Alone, each takes this process two
 * milliseconds, nearly all of it to sign what nobody checks and to pass through sockets: an overview
 * of five hundred journeys asks three thousand. What does not come back this way, for whatever
 * reason, is asked for `alone`, which also tells what is wrong.
 */
export function batchedQueries(store: LocalEndpoint, alone: TableQuery): BatchedQueries {
  const agent = new http.Agent({ keepAlive: true });
  let waiting: Waiting[] = [];
  /** Another process, of an older version, may serve the store. */
  let isServed = true;

  function flush(): void {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += MAX_QUERIES) {
      void send(all.slice(from, from + MAX_QUERIES));
    }
  }

  /** Never rejects: every query gets an answer, or is asked for alone. */
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

/** Null: the store takes no queries together. */
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
      // Asked in one moment, all have the same deadline.
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

/** Bytes travel as base64. The value was just read from JSON, and nobody else has it. */
function readBytes(value: AttributeValue): void {
  if (value.B !== undefined) Object.assign(value, { B: bytesOf(value.B) });
  for (const each of Object.values(value.M ?? {})) readBytes(each);
  for (const each of value.L ?? []) readBytes(each);
}

function bytesOf(base64: unknown): Uint8Array {
  return Buffer.from(String(base64), 'base64');
}
