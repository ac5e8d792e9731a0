import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { DEFAULT_RUN_RETENTION_DAYS } from '../../core/store/retention.ts';
import { StoreError } from './store-error.ts';
import type { OnUnreadable } from './readable-items.ts';

/** The part of a query's response that is used. */
export type QueryPage = Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>;

/** Queries a table for one page of items. */
export type TableQuery = (
  input: QueryCommandInput,
  options: { abortSignal: AbortSignal },
) => Promise<QueryPage>;

/** Single writes to a table. Both reject if they are refused. */
export interface TableWrites {
  put(input: PutItemCommandInput, options: { abortSignal: AbortSignal }): Promise<void>;
  remove(input: DeleteItemCommandInput, options: { abortSignal: AbortSignal }): Promise<void>;
}

/** A table with its client and options. */
export interface DynamoTableOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Days after which a record may be deleted. Default 35. */
  readonly retentionDays?: number;
  /** Time-out of one call to DynamoDB, including retries. Default 10 s. */
  readonly callTimeoutMs?: number;
  /** Default: a query with the client. */
  readonly query?: TableQuery;
  /** Default: writes with the client. */
  readonly writes?: TableWrites;
  /** Called with each item that cannot be read. Default: nothing; it is left out all the same. */
  readonly onUnreadable?: OnUnreadable;
}

/** A table with its defaults filled in. */
export interface TableBackend {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly retentionDays: number;
  readonly query: TableQuery;
  readonly writes: TableWrites;
  readonly onUnreadable: OnUnreadable;
  /**
   * Makes a call with a deadline. On failure throws a {@link StoreError} that starts with `Cannot
   * ${doing}`.
   */
  readonly call: <T>(
    doing: string,
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ) => Promise<T>;
}

const CALL_TIMEOUT_MS = 10_000;

/** Fills in the defaults of a table's options. */
export function tableBackend(options: DynamoTableOptions): TableBackend {
  const { client, table, callTimeoutMs = CALL_TIMEOUT_MS } = options;

  return {
    client,
    table,
    retentionDays: options.retentionDays ?? DEFAULT_RUN_RETENTION_DAYS,
    query: options.query ?? clientQuery(client),
    writes: options.writes ?? clientWrites(client),
    onUnreadable: options.onUnreadable ?? (() => {}),
    call: async (doing, send) => {
      try {
        return await send({ abortSignal: AbortSignal.timeout(callTimeoutMs) });
      } catch (error) {
        throw new StoreError(doing, error);
      }
    },
  };
}

/** A query with the SDK's client. */
export function clientQuery(client: DynamoDBClient): TableQuery {
  return async (input, options) => await client.send(new QueryCommand(input), options);
}

/** Writes with the SDK's client. */
export function clientWrites(client: DynamoDBClient): TableWrites {
  return {
    put: async (input, options) => {
      await client.send(new PutItemCommand(input), options);
    },
    remove: async (input, options) => {
      await client.send(new DeleteItemCommand(input), options);
    },
  };
}

/** Whether a call failed because its condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof ConditionalCheckFailedException;
}
