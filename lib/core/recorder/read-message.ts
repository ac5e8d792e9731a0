import { fieldsOf, parsedJson } from '../base/plain-data.ts';
import type { QueueFrame, QueueMessage, Unzip } from '../record/queue-message.ts';
import { readLambdaFailure } from './lambda-failure.ts';
import { type MessageReading, unreadable } from './message-reading.ts';
import { readRunMessage } from './run-message.ts';
import { readUndeployed } from './undeployed.ts';
import { readUndelivered } from './undelivered.ts';

/**
 * Reads any message of a region's queue: a run record, a runner's report of a journey that it does not
 * have, Lambda's report of a failed invocation, or a dead letter of EventBridge Scheduler. The result
 * depends on the message alone, so every delivery of it gives the same record.
 */
export function readMessage(
  message: QueueMessage,
  frame: QueueFrame,
  unzip: Unzip,
): MessageReading {
  const body = parsedJson(message.body);
  const fields = fieldsOf(body);
  if ('waywiser' in fields && fields['kind'] === 'undeployed')
    return readUndeployed(message, fields, frame);
  if ('waywiser' in fields) return readRunMessage(fields, frame, unzip);
  if ('requestContext' in fields) return readLambdaFailure(message, fields, frame);
  if ('SCHEDULE_ARN' in message.attributes || 'ERROR_CODE' in message.attributes) {
    return readUndelivered(message, body, frame);
  }
  const found = body === undefined ? 'no JSON' : 'of no known kind';

  return unreadable(
    `its body is ${found}; expected a run message, a failed invocation of Lambda, or a dead letter of EventBridge Scheduler`,
  );
}
