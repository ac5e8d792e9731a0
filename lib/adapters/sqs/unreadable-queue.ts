import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { UnreadableQueue } from '../../core/ports.ts';
import type { QueueMessage } from '../../core/record/queue-message.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Where unreadable messages go. */
export interface UnreadableQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Longest time that one call may take, retries included. Default 10 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 10_000;

/**
 * A message and its attributes together may have 256 KB in queues of any age; what is longer was
 * nothing of ours. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const MAX_BODY_BYTES = 240 * 1024;
const MAX_ATTRIBUTE = 2000;

/** What a queue takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const REFUSED_CHARACTERS = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Sends unreadable messages to a queue of their own, as they came, with the reason beside them. */
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
        throw new Error(`Cannot keep unreadable message "${message.id}": ${cause}`, {
          cause: error,
        });
      }
    },
  };
}

/** A body of which too much would be refused again and again is cut. */
function bodyOf({ body }: QueueMessage): string {
  if (body === '') return '(empty)';
  const bytes = Buffer.from(body);
  const text =
    bytes.length <= MAX_BODY_BYTES ? body : bytes.subarray(0, MAX_BODY_BYTES).toString('utf8');

  return text.replaceAll(REFUSED_CHARACTERS, '\uFFFD');
}

function attribute(text: string): { DataType: 'String'; StringValue: string } {
  const value = text.replaceAll(REFUSED_CHARACTERS, '\uFFFD').slice(0, MAX_ATTRIBUTE);

  return { DataType: 'String', StringValue: value === '' ? '-' : value.toWellFormed() };
}
