import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { UnreadableQueue } from '../../core/ports.ts';
import type { QueueMessage } from '../../core/record/queue-message.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Queue for unreadable messages. */
export interface UnreadableQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Time-out of one call, including retries. Default 10 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 10_000;

/**
 * SQS allows at least 256 KB for a message with its attributes; a longer message is not from the
 * platform.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const MAX_BODY_BYTES = 240 * 1024;
const MAX_ATTRIBUTE = 2000;

/**
 * Characters that SQS does not accept:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const INVALID_CHARACTERS = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Sends unreadable messages unchanged to a queue of their own, with the reason as an attribute. */
export function sqsUnreadableQueue(options: UnreadableQueueOptions): UnreadableQueue {
  const { client, queueUrl, callTimeoutMs = CALL_TIMEOUT_MS } = options;

  return {
    keep: async (message, reason) => {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: bodyOf(message),
        MessageAttributes: {
          REASON: attribute(reason),
          MESSAGE_ID: attribute(message.id),
          SENT_AT: attribute(new Date(message.sentAtMs).toISOString()),
          ATTRIBUTES: attribute(JSON.stringify(message.attributes)),
        },
      });
      try {
        await client.send(command, { abortSignal: AbortSignal.timeout(callTimeoutMs) });
      } catch (error) {
        const cause = errorText(error);
        throw new Error(`Cannot set unreadable message "${message.id}" aside: ${cause}`, {
          cause: error,
        });
      }
    },
  };
}

/** Cuts a body that is too long, because it would be rejected every time. */
function bodyOf({ body }: QueueMessage): string {
  if (body === '') return '(empty)';
  const bytes = Buffer.from(body);
  const text =
    bytes.length <= MAX_BODY_BYTES ? body : bytes.subarray(0, MAX_BODY_BYTES).toString('utf8');

  return text.replaceAll(INVALID_CHARACTERS, '\uFFFD');
}

function attribute(text: string): { DataType: 'String'; StringValue: string } {
  const value = text.replaceAll(INVALID_CHARACTERS, '\uFFFD').slice(0, MAX_ATTRIBUTE);

  return { DataType: 'String', StringValue: value === '' ? '-' : value.toWellFormed() };
}
