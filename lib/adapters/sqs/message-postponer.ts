import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { MessagePostponer } from '../../core/ports.ts';
import { SECOND_MS } from '../../core/base/time.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Queue that the messages were received from. */
export interface MessagePostponerOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Time-out of one call, including retries. Default 5 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 5_000;

/** Returns messages to SQS before their visibility time-out ends. */
export function sqsMessagePostponer(options: MessagePostponerOptions): MessagePostponer {
  const { client, queueUrl, callTimeoutMs = CALL_TIMEOUT_MS } = options;

  return {
    postpone: async ({ receipt }, delayMs) => {
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receipt,
        VisibilityTimeout: Math.ceil(delayMs / SECOND_MS),
      });
      await client.send(command, { abortSignal: AbortSignal.timeout(callTimeoutMs) });
    },
  };
}

/** URL of another queue of the same account and region. */
export function siblingQueueUrl(queueUrl: string, name: string): string {
  const url = new URL(queueUrl);
  url.pathname = url.pathname.replace(/[^/]*$/, name);

  return url.href;
}

/** A client of SQS for the recorder, which needs it from its start. */
export function recorderSqsClient({ region }: { readonly region: string }): SQSClient {
  return new SQSClient(platformClientOptions(region));
}
