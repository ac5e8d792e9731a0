import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { errorText } from '../../core/base/error-text.ts';
import { SECOND_MS } from '../../core/base/time.ts';
import type { Deletion } from '../../core/deploy/stack-port.ts';
import type { StagePlace } from '../../core/deploy/stage-stacks.ts';

const CALL_TIMEOUT_MS = 30 * SECOND_MS;

/**
 * Deletes a table, also one that somebody has protected against deletion. With point-in-time recovery,
 * DynamoDB keeps a backup for 35 days. Never rejects.
 */
export async function deleteTable({ name, region }: StagePlace): Promise<Deletion> {
  const client = new DynamoDBClient({ region });
  try {
    const { Table: table } = await client.send(
      new DescribeTableCommand({ TableName: name }),
      callOptions(),
    );
    if (table?.DeletionProtectionEnabled === true) {
      const unprotected = { TableName: name, DeletionProtectionEnabled: false };
      await client.send(new UpdateTableCommand(unprotected), callOptions());
    }
    await client.send(new DeleteTableCommand({ TableName: name }), callOptions());

    return { kind: 'deleted' };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException')
      return { kind: 'absent' };

    return { kind: 'failed', reason: errorText(error) };
  } finally {
    client.destroy();
  }
}

function callOptions(): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) };
}
