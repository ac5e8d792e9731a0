import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { platformClientOptions, silenceNodeWarning } from '../aws/client-options.ts';

/** Address and access key of a store on this machine. */
export interface LocalEndpoint {
  readonly endpoint: string;
  readonly accessKeyId: string;
}

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;

/**
 * A client of a DynamoDB on this machine. All settings are given, so that the SDK does not read
 * profiles, environment or instance metadata.
 */
export function localDynamoClient({ endpoint, accessKeyId }: LocalEndpoint): DynamoDBClient {
  const config: DynamoDBClientConfig = {
    endpoint,
    region: 'local',
    credentials: { accessKeyId, secretAccessKey: 'local' },
    // The serving process may change; the caller, which knows that, retries.
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    accountIdEndpointMode: 'disabled',
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      httpAgent: { keepAlive: true, maxSockets: 50 },
    },
  };

  silenceNodeWarning();

  return withoutLogs(new DynamoDBClient(config));
}

/**
 * Removes the SDK's logging middleware: it copies every response, which took an eighth of the time
 * to read a year of rollups.
 */
function withoutLogs(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.remove('loggerMiddleware');

  return client;
}

/** A client of DynamoDB in the home region, with the process's own credentials. */
export function homeDynamoClient({ region }: { readonly region: string }): DynamoDBClient {
  return withoutLogs(new DynamoDBClient(platformClientOptions(region)));
}
