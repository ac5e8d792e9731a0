import { EventBridgeClient } from '@aws-sdk/client-eventbridge';

const CONNECTION_TIMEOUT_MS = 2000;
const REQUEST_TIMEOUT_MS = 5000;

/** A client of EventBridge in a region, with the process's own credentials. */
export function eventBridgeClient({ region }: { readonly region: string }): EventBridgeClient {
  return new EventBridgeClient({
    region,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
  });
}
