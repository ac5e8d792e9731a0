/** Options that AWS clients of the platform's own functions share. */
export interface PlatformClientOptions {
  readonly region: string;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
  };
}

const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;

/** Options of a client in `region`: 2 s to connect, 5 s for an answer; credentials are the process's own. */
export function platformClientOptions(region: string): PlatformClientOptions {
  return {
    region,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
  };
}

/** Turns off the SDK's warning on Node 20 about future SDK versions: ours is pinned. */
export function silenceNodeWarning(): void {
  // oxlint-disable-next-line node/no-process-env -- the SDK reads this option from the environment only
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}
