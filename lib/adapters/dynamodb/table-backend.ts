import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { DEFAULT_RUN_RETENTION_DAYS } from '../../core/store/retention.ts';
import { StoreError } from './store-error.ts';

/** What a query answers, as far as it is used. */
export type QueryPage = Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>;

/** Asks a table for a page of items. */
export type TableQuery = (
  input: QueryCommandInput,
  options: { abortSignal: AbortSignal },
) => Promise<QueryPage>;

/** A table, and how to use it. */
export interface DynamoTableOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Days after which a record may be deleted. Default 35. */
  readonly retentionDays?: number;
  /** Longest time that one call to DynamoDB may take, retries included. Default 10 s. */
  readonly callTimeoutMs?: number;
  /** Default: by the client. */
  readonly query?: TableQuery;
}

/** A table with its defaults filled in. */
export interface TableBackend {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly retentionDays: number;
  readonly query: TableQuery;
  /** Makes a call with its deadline, and words for its failure. */
  readonly call: <T>(
    doing: string,
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ) => Promise<T>;
}

const CALL_TIMEOUT_MS = 10_000;

/** Fills in the defaults of a table's options. */
export function tableBackend(options: DynamoTableOptions): TableBackend {
  const { client, table, callTimeoutMs = CALL_TIMEOUT_MS, query = clientQuery(client) } = options;

  return {
    client,
    table,
    retentionDays: options.retentionDays ?? DEFAULT_RUN_RETENTION_DAYS,
    query,
    call: async (doing, send) => {
      try {
        return await send({ abortSignal: AbortSignal.timeout(callTimeoutMs) });
      } catch (error) {
        throw new StoreError(doing, error);
      }
    },
  };
}

/** Queries as the SDK makes them. */
export function clientQuery(client: DynamoDBClient): TableQuery {
  return async (input, options) => await client.send(new QueryCommand(input), options);
}

/** Whether a call failed because its condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof ConditionalCheckFailedException;
}
