import { clipped, fieldsOf, parsedJson } from '../base/plain-data.ts';
import { LOSS_REPORT_GRACE_MS } from '../deploy/platform-functions.ts';
import { readRunnerEvent } from '../deploy/runner-event.ts';
import type { QueueFrame, QueueMessage } from '../record/queue-message.ts';
import { type MessageReading, unreadable } from './message-reading.ts';
import { isBesideSlots, MAX_QUOTE, slotOf, synthesisedRecord } from './synthesised-record.ts';

/**
 * Reads a dead letter of EventBridge Scheduler: the schedule's input as body, the reason in message
 * attributes. https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export function readUndelivered(
  message: QueueMessage,
  body: unknown,
  frame: QueueFrame,
): MessageReading {
  const { attributes } = message;
  const event = readRunnerEvent(body).event ?? readRunnerEvent(requestPayload(body)).event;
  if (event === null) {
    return unreadable(
      `it is a dead letter of schedule "${attributes['SCHEDULE_ARN'] ?? 'unknown'}" that names no journey`,
    );
  }
  const slot = slotOf(event, { others: [attributes['SCHEDULED_TIME']], atMs: message.sentAtMs });
  if (isBesideSlots(event, slot, frame)) return { kind: 'surplus' };
  const isThrottled = /throttl|TooManyRequests/i.test(attributes['ERROR_CODE'] ?? '');
  const record = synthesisedRecord(
    {
      event,
      slot,
      kind: attributes['TARGET_ARN']?.includes('browser-runner') === true ? 'browser' : 'api',
      cause: isThrottled ? 'monitor.throttled' : 'monitor.undelivered',
      message: describeLoss(attributes, { isThrottled, region: frame.region }),
      reportedAtMs: message.sentAtMs,
      requestId: attributes['EXECUTION_ID'] ?? message.id,
    },
    frame,
  );

  return {
    kind: 'record',
    record,
    rank: 'undelivered',
    duty: 'scheduler',
    metrics: [],
    holdUntilMs: message.sentAtMs + LOSS_REPORT_GRACE_MS,
  };
}

/** A dead letter may hold the whole request that failed, with the input as its payload. */
function requestPayload(body: unknown): unknown {
  const { Payload: payload, Input: input } = fieldsOf(body);
  const content = payload ?? input;

  return typeof content === 'string' ? parsedJson(content) : content;
}

function describeLoss(
  attributes: QueueMessage['attributes'],
  { isThrottled, region }: { readonly isThrottled: boolean; readonly region: string },
): string {
  const { ERROR_CODE: code, ERROR_MESSAGE: error, EXHAUSTED_RETRY_CONDITION: limit } = attributes;
  const reason = [code, error].filter((part) => part !== undefined && part !== '').join(': ');
  const says =
    reason === '' ? '' : ` EventBridge Scheduler reports: ${clipped(reason, MAX_QUOTE)}.`;
  const tried = limit === undefined ? '' : ` It gave up at ${limit}.`;
  const why = isThrottled
    ? 'the runner was throttled'
    : 'EventBridge Scheduler could not invoke the runner';
  const schedule = attributes['SCHEDULE_ARN'] ?? 'unknown';
  const target = attributes['TARGET_ARN'] ?? 'unknown';

  return `The run did not start in ${region}: ${why}.${says}${tried} Check schedule ${schedule}, its role, and its target ${target}.`;
}
