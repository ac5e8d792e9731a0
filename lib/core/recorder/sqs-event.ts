import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { DeliveredMessage } from '../record/queue-message.ts';

/** Converts a record of Lambda's SQS event into the message that the recorder reads. */
export function queueMessage(record: SQSRecord): DeliveredMessage {
  const attributes = Object.entries(record.messageAttributes).flatMap(([name, { stringValue }]) =>
    stringValue === undefined ? [] : [[name, stringValue] as const],
  );

  return {
    id: record.messageId,
    receipt: record.receiptHandle,
    body: record.body,
    attributes: Object.fromEntries(attributes),
    sentAtMs: Number(record.attributes.SentTimestamp),
    senderId: record.attributes.SenderId,
  };
}

/** The response that makes the queue deliver these messages again and delete the others. */
export function batchResponse(messageIds: readonly string[]): SQSBatchResponse {
  return { batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })) };
}
