import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DEFAULT_RUN_RETENTION_DAYS } from '../../core/store/keys.ts';
import { StoreError } from './store-error.ts';

/** A table, and how to use it. */
export interface DynamoTableOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Days after which a record may be deleted. Default 35. */
  readonly retentionDays?: number;
  /** Longest time that one call to DynamoDB may take, retries included. Default 10 s. */
  readonly callTimeoutMs?: number;
}

/** A table with its defaults filled in. */
export interface TableBackend {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly retentionDays: number;
  /** Makes a call with its deadline, and words for its failure. */
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
    call: async (doing, send) => {
      try {
        return await send({ abortSignal: AbortSignal.timeout(callTimeoutMs) });
      } catch (error) {
        throw new StoreError(doing, error);
      }
    },
  };
}

/** Whether a call failed because its condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof ConditionalCheckFailedException;
}
