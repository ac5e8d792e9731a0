import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { platformClientOptions } from '../aws/client-options.ts';

/** A client of CloudWatch in a region, with the process's own credentials. */
export function cloudWatchClient({ region }: { readonly region: string }): CloudWatchClient {
  return new CloudWatchClient(platformClientOptions(region));
}
