import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as delay } from 'node:timers/promises';
import { TABLE_DEFINITION } from '../../core/store/keys.ts';
import { StoreError } from './store-error.ts';

/** The table to create. */
export interface TableOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Time limit until the table is active. Default 30 s. */
  readonly timeoutMs?: number;
}

const ACTIVE_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** Creates the table if it does not exist, and waits until it is active. */
export async function ensureTable(options: TableOptions): Promise<void> {
  const abortSignal = AbortSignal.timeout(options.timeoutMs ?? ACTIVE_TIMEOUT_MS);
  try {
    if ((await statusOf(options, abortSignal)) === null) await createTable(options, abortSignal);
    while ((await statusOf(options, abortSignal)) !== 'ACTIVE') {
      await delay(POLL_MS, undefined, { signal: abortSignal });
    }
  } catch (error) {
    throw new StoreError(`create table "${options.table}"`, error);
  }
}

async function statusOf(options: TableOptions, abortSignal: AbortSignal): Promise<string | null> {
  try {
    const command = new DescribeTableCommand({ TableName: options.table });
    const { Table: table } = await options.client.send(command, { abortSignal });

    return table?.TableStatus ?? 'CREATING';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

async function createTable(options: TableOptions, abortSignal: AbortSignal): Promise<void> {
  const { partitionKey, sortKey } = TABLE_DEFINITION;
  const command = new CreateTableCommand({
    TableName: options.table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: partitionKey, AttributeType: 'S' },
      { AttributeName: sortKey, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' },
      { AttributeName: sortKey, KeyType: 'RANGE' },
    ],
  });
  try {
    await options.client.send(command, { abortSignal });
  } catch (error) {
    // Another process has created the table in the meantime.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
