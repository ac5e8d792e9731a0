import {
  type AttributeValue,
  BatchWriteItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { backOff } from './back-off.ts';
import type { TableBackend } from './table-backend.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const ITEMS_PER_CALL = 25;

/** Maximum number of calls for items that a throttled table left over; the waits add up to 2 s. */
const MAX_ROUNDS = 10;

/**
 * Puts items in sequential calls of 25; each replaces the item with the same key. Rejects if not
 * all items were accepted; some may have been stored.
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
    `Cannot ${doing}: the table is throttled, and ${left} items were not accepted after ${MAX_ROUNDS} tries; try again later`,
  );
}
