import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { StoreError } from './store-error.ts';

const CALL_TIMEOUT_MS = 5_000;

/** The account of a table, twelve digits, read from the table's ARN. */
export async function tableAccount({
  client,
  table,
}: {
  readonly client: DynamoDBClient;
  readonly table: string;
}): Promise<string> {
  const name = await arnOf(client, table);
  // arn:aws:dynamodb:eu-west-1:123456789012:table/waywiser-prod
  const account = name?.split(':')[4] ?? '';
  if (!/^\d{12}$/.test(account)) {
    throw new TypeError(
      `Cannot read the account of table "${table}" from its ARN "${name ?? ''}"; expected an ARN with twelve digits`,
    );
  }

  return account;
}

async function arnOf(client: DynamoDBClient, table: string): Promise<string | undefined> {
  try {
    const abortSignal = AbortSignal.timeout(CALL_TIMEOUT_MS);
    const command = new DescribeTableCommand({ TableName: table });
    const answer = await client.send(command, { abortSignal });

    return answer.Table?.TableArn;
  } catch (error) {
    throw new StoreError(`describe table "${table}"`, error);
  }
}
