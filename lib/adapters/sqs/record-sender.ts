import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { errorText } from '../../core/base/error-text.ts';

/** Queue for run records. */
export interface RecordSenderOptions {
  readonly region: string;
  readonly queueUrl: string;
}

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 2_000;
const MAX_TRIES = 4;

/**
 * Returns a function that sends a message body to the queue, with retries. It rejects if the
 * message was not accepted within the deadline.
 */
export function recordSender(
  options: RecordSenderOptions,
): (body: string, deadlineMs: number) => Promise<void> {
  const client = new SQSClient({
    region: options.region,
    maxAttempts: MAX_TRIES,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });

  return async (body, deadlineMs) => {
    const command = new SendMessageCommand({ QueueUrl: options.queueUrl, MessageBody: body });
    try {
      await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) });
    } catch (error) {
      const reason = errorText(error);
      throw new Error(`Cannot send the record to ${options.queueUrl}: ${reason}`, { cause: error });
    }
  };
}
