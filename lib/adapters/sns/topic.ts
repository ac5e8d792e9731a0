import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { errorText } from '../../core/base/error-text.ts';

/** A topic, and the time-out of publishing to it. */
export interface TopicOptions {
  readonly arn: string;
  /** Time-out of publishing one message, including retries. Default 8 s. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 8_000;
const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 2_500;
const MAX_TRIES = 3;

/**
 * Returns a function that publishes a mail to a topic, with retries. It rejects if the topic did not
 * accept the message within the time-out.
 */
export function topicPublisher({
  arn,
  timeoutMs = TIMEOUT_MS,
}: TopicOptions): (subject: string, text: string) => Promise<void> {
  const client = new SNSClient({
    region: arn.split(':')[3] ?? '',
    maxAttempts: MAX_TRIES,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });

  return async (subject, text) => {
    const command = new PublishCommand({ TopicArn: arn, Subject: subject, Message: text });
    try {
      await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
    } catch (cause) {
      throw new Error(`Cannot publish to the topic ${arn}: ${errorText(cause)}`, { cause });
    }
  };
}
