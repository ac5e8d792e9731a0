import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { batchedRequests } from './batched-requests.ts';
import type { LocalEndpoint } from './client.ts';
import { BATCH_TARGETS } from './store-thread-protocol.ts';
import type { QueryPage, TableQuery } from './table-backend.ts';

/** Sends several queries to the embedded store in one request. */
export interface BatchedQueries {
  readonly query: TableQuery;
  /** Closes the connections. */
  close(): void;
}

/**
 * Sends queries of the same event-loop turn to the embedded store together. Alone, each query costs
 * 2 ms, mostly for signing and sockets, and an overview of 500 journeys makes 3,000 queries. A
 * query that fails this way is repeated with `alone`, which reports the error.
 */
export function batchedQueries(store: LocalEndpoint, alone: TableQuery): BatchedQueries {
  const batches = batchedRequests(store, BATCH_TARGETS.queries);

  return {
    query: async (input, options) => {
      const page = await batches.send(input, options.abortSignal);

      return page === null ? await alone(input, options) : pageOf(page);
    },
    close: () => batches.close(),
  };
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
