import type { RecordRank } from '../record/record-rank.ts';
import type { RunRecord } from '../record/run-record.ts';
import { readLambdaFailure } from './lambda-failure.ts';
import { fieldsOf, parsedJson } from './plain-data.ts';
import type { QueueFrame, QueueMessage, Unzip } from './queue-message.ts';
import { readRunMessage } from './run-message.ts';
import { readUndelivered } from './undelivered.ts';

/** What a message says: one record, or nothing that anybody can read. */
export type MessageReading =
  | {
      readonly kind: 'record';
      readonly record: RunRecord;
      readonly rank: RecordRank;
      /** What the journey's budgets are about. */
      readonly metrics: readonly string[];
      /** The record is not to be used before, in milliseconds since 1970. */
      readonly holdUntilMs: number;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Reads any message that can come to a region's queue. Depends on the message alone: every delivery
 * of one message gives the same record.
 */
export function readMessage(
  message: QueueMessage,
  frame: QueueFrame,
  unzip: Unzip,
): MessageReading {
  const body = parsedJson(message.body);
  const fields = fieldsOf(body);
  if ('waywiser' in fields) return readRunMessage(fields, unzip);
  if ('requestContext' in fields) return readLambdaFailure(message, fields, frame);
  if ('SCHEDULE_ARN' in message.attributes || 'ERROR_CODE' in message.attributes) {
    return readUndelivered(message, body, frame);
  }
  const found = body === undefined ? 'no JSON' : 'of no known kind';

  return {
    kind: 'unreadable',
    reason: `its body is ${found}; expected a run message, a failed invocation of Lambda, or a dead letter of EventBridge Scheduler`,
  };
}
