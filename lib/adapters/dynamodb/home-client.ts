import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { withoutLogs } from './client.ts';

const CONNECTION_TIMEOUT_MS = 2000;
const REQUEST_TIMEOUT_MS = 5000;

/** A client of DynamoDB in the home region, with the process's own credentials. */
export function homeDynamoClient({ region }: { readonly region: string }): DynamoDBClient {
  const client = new DynamoDBClient({
    region,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
  });

  return withoutLogs(client);
}
