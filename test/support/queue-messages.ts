import type { DeliveredMessage } from '../../lib/core/record/queue-message.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';

/** When the messages of these tests were sent. */
export const SENT_AT_MS = Date.UTC(2026, 10, 22, 16, 46);

/** A message of any body, sent at {@link SENT_AT_MS}. */
export function queueMessageOf(
  body: unknown,
  changes: Partial<DeliveredMessage> = {},
): DeliveredMessage {
  return {
    id: 'message-1',
    receipt: 'receipt-1',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {},
    sentAtMs: SENT_AT_MS,
    senderId: 'AROASHAREDAPIRUNNER01:waywiser-prod-api-runner',
    ...changes,
  };
}

/** A runner's message; its record is packed by `zip`, by default not at all. */
export function runMessage(
  record: RunRecord,
  options: {
    readonly metrics?: readonly string[];
    readonly zip?: (text: string) => string;
    readonly part?: 'evidence';
  } = {},
): DeliveredMessage {
  const { metrics, part, zip = (text: string) => text } = options;
  const body = { waywiser: 1, kind: 'run', record: zip(JSON.stringify(record)) };

  return queueMessageOf({ ...body, ...(metrics && { metrics }), ...(part && { part }) });
}

/** What Lambda sends of an invocation that timed out. */
export function lambdaFailure(changes: {
  readonly event: object;
  readonly condition?: string;
  readonly functionArn?: string;
  readonly responsePayload?: object | null;
}): DeliveredMessage {
  const { event, condition = 'RetriesExhausted' } = changes;
  const {
    functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:waywiser-prod-api-runner:live',
    responsePayload = {
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: 8ea123e4 Error: Task timed out after 70.00 seconds',
    },
  } = changes;

  return queueMessageOf({
    version: '1.0',
    timestamp: '2026-11-22T16:45:59.568Z',
    requestContext: {
      requestId: '8ea123e4-1db7-4aca-ad10-d9ca1234c1fd',
      functionArn,
      condition,
      approximateInvokeCount: 1,
    },
    requestPayload: event,
    ...(responsePayload !== null && {
      responseContext: { statusCode: 200, executedVersion: '3', functionError: 'Unhandled' },
      responsePayload,
    }),
  });
}

/** A dead letter of EventBridge Scheduler. */
export function deadLetter(
  input: unknown,
  attributes: Readonly<Record<string, string>> = {},
): DeliveredMessage {
  return queueMessageOf(input, {
    attributes: {
      ERROR_CODE: 'AccessDeniedException',
      ERROR_MESSAGE: 'User is not authorized to perform: lambda:InvokeFunction',
      EXECUTION_ID: 'ad06616e51cdf74a',
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: '4',
      SCHEDULED_TIME: '2026-11-22T16:45:00Z',
      SCHEDULE_ARN: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/waywiser-prod/checkout',
      TARGET_ARN: 'arn:aws:lambda:eu-west-1:123456789012:function:waywiser-prod-api-runner:live',
      ...attributes,
    },
  });
}
