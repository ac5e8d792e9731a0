import {
  type AttributeValue,
  BatchWriteItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { backOff } from './back-off.ts';
import type { TableBackend } from './table-backend.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const ITEMS_PER_CALL = 25;

/** Calls for what a throttled table left over, each after a wait: two seconds in all. */
const MAX_ROUNDS = 10;

/**
 * Puts items, 25 a call, one call after another; each replaces what is at its address. Rejects when
 * the table does not take all of them: those before may have been put.
 */
export async function putMany(
  backend: TableBackend,
  doing: string,
  items: readonly Record<string, AttributeValue>[],
): Promise<void> {
  for (let start = 0; start < items.length; start += ITEMS_PER_CALL) {
    const requests = items
      .slice(start, start + ITEMS_PER_CALL)
      .map((item): WriteRequest => ({ PutRequest: { Item: item } }));
    await putBatch(backend, doing, requests);
  }
}

async function putBatch(
  { client, table, call }: TableBackend,
  doing: string,
  requests: WriteRequest[],
): Promise<void> {
  let left = requests;
  for (let round = 0; left.length > 0; round += 1) {
    if (round === MAX_ROUNDS) throw throttled(doing, left.length);
    if (round > 0) await backOff(round);
    const command = new BatchWriteItemCommand({ RequestItems: { [table]: left } });
    const { UnprocessedItems: unprocessed } = await call(doing, (options) =>
      client.send(command, options),
    );
    left = unprocessed?.[table] ?? [];
  }
}

function throttled(doing: string, left: number): Error {
  return new Error(
    `Cannot ${doing}: the table is throttled, ${left} items were left over ${MAX_ROUNDS} times; try again in a moment`,
  );
}
