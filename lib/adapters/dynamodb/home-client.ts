import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

const CONNECTION_TIMEOUT_MS = 2000;
const REQUEST_TIMEOUT_MS = 5000;

/** A client of DynamoDB in the home region, with the process's own credentials. */
export function homeDynamoClient({ region }: { readonly region: string }): DynamoDBClient {
  return new DynamoDBClient({
    region,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
  });
}
