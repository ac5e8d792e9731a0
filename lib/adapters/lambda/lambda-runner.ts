import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { LIVE_ALIAS } from '../../core/deploy/names.ts';
import type { RunnerEvent } from '../../core/deploy/runner-event.ts';
import { silenceNodeWarning } from '../aws/client-options.ts';
import { readInvokeFailure, type Unreached } from './invoke-failure.ts';

/** Result of an invocation that waits for the run. */
export type RunnerAnswer =
  | { readonly kind: 'answered'; readonly payload: string }
  /** The function failed (not the journey). The payload is Lambda's error. */
  | { readonly kind: 'died'; readonly payload: string; readonly requestId: string }
  | Unreached;

/** Result of an invocation that does not wait. */
export type RunnerReceipt = { readonly kind: 'accepted' } | Unreached;

/** A runner deployed in one region. Its methods never reject: failures are results. */
export interface DeployedRunner {
  /** Runs a journey and waits for its end. */
  run(event: RunnerEvent): Promise<RunnerAnswer>;
  /** Requests a run; its record is sent to the region's queue. */
  request(event: RunnerEvent): Promise<RunnerReceipt>;
  close(): void;
}

/** Region and function of a runner. */
export interface RunnerAddress {
  readonly region: string;
  readonly functionName: string;
  /** Time-out of a run. Default: longer than Lambda's maximum. */
  readonly waitMs?: number;
}

/** A function runs 900 s at most: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const WAIT_MS = 920_000;
const REQUEST_MS = 15_000;
const CONNECTION_TIMEOUT_MS = 5_000;
/** Routers drop connections that are idle for minutes, AWS's own after 350 s. */
const KEEP_ALIVE_MS = 30_000;

/** A client of a deployed runner, with the SDK's default credentials. */
export function lambdaRunner(address: RunnerAddress): DeployedRunner {
  const { region, functionName, waitMs = WAIT_MS } = address;
  const client = lambdaClient(region, waitMs);

  async function invoke(
    event: RunnerEvent,
    { type, limitMs }: { readonly type: 'RequestResponse' | 'Event'; readonly limitMs: number },
  ): Promise<RunnerAnswer> {
    try {
      const command = new InvokeCommand({
        FunctionName: functionName,
        Qualifier: LIVE_ALIAS,
        InvocationType: type,
        Payload: Buffer.from(JSON.stringify(event)),
      });
      const output = await client.send(command, { abortSignal: AbortSignal.timeout(limitMs) });
      const payload = Buffer.from(output.Payload ?? []).toString('utf8');
      if (output.FunctionError === undefined) return { kind: 'answered', payload };

      return { kind: 'died', payload, requestId: output.$metadata.requestId ?? 'unknown' };
    } catch (error) {
      return readInvokeFailure(error, { ...address, limitMs });
    }
  }

  return {
    run: async (event) => await invoke(event, { type: 'RequestResponse', limitMs: waitMs }),
    request: async (event) => {
      const answer = await invoke(event, { type: 'Event', limitMs: REQUEST_MS });

      return answer.kind === 'unreached' ? answer : { kind: 'accepted' };
    },
    close: () => client.destroy(),
  };
}

function lambdaClient(region: string, waitMs: number): LambdaClient {
  silenceNodeWarning();
  const agent = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS };

  return new LambdaClient({
    region,
    // A retry could start a second run: the first may continue after its connection breaks.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      socketTimeout: waitMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
}
