import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

const CONNECTION_TIMEOUT_MS = 2000;
const REQUEST_TIMEOUT_MS = 5000;

/** A client of CloudWatch in a region, with the process's own credentials. */
export function cloudWatchClient({ region }: { readonly region: string }): CloudWatchClient {
  return new CloudWatchClient({
    region,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
  });
}
