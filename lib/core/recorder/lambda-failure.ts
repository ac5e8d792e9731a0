import { clipped, type Fields, fieldsOf, textIn } from '../base/plain-data.ts';
import { LOSS_REPORT_GRACE_MS } from '../deploy/platform-functions.ts';
import { readRunnerEvent } from '../deploy/runner-event.ts';
import type { Cause } from '../record/outcome.ts';
import type { QueueFrame, QueueMessage } from '../record/queue-message.ts';
import { instantIn } from '../store/instant.ts';
import { type MessageReading, unreadable } from './message-reading.ts';
import { isBesideSlots, MAX_QUOTE, slotOf, synthesisedRecord } from './synthesised-record.ts';

/** Lambda's record of an invocation that failed. */
interface FailedInvocation {
  /** Such as `RetriesExhausted`. */
  readonly condition: string;
  readonly requestId: string;
  readonly functionName: string;
  /** Such as `Sandbox.Timedout`; empty where Lambda gave none. */
  readonly errorType: string;
  readonly errorMessage: string;
  /** Whether the function was invoked, as far as Lambda reports it. */
  readonly responded: boolean;
}

/** Causes of a run that ended without a record. */
type Death = Extract<
  Cause,
  'monitor.throttled' | 'monitor.timeout' | 'monitor.memory' | 'monitor.crash' | 'monitor.unknown'
>;

/**
 * Reads the record that Lambda sends to a function's on-failure destination.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function readLambdaFailure(
  message: Pick<QueueMessage, 'sentAtMs'>,
  body: Fields,
  frame: QueueFrame,
): MessageReading {
  const failure = failedInvocation(body);
  if (failure.condition === '' || failure.condition === 'Success') {
    return unreadable(
      `it is an invocation record with condition "${failure.condition}"; expected one that failed`,
    );
  }
  const { event } = readRunnerEvent(body['requestPayload']);
  if (event === null) {
    return unreadable(
      `it reports a failed invocation of "${failure.functionName}" (request ${failure.requestId}) that names no journey`,
    );
  }
  const reportedAtMs = Date.parse(
    instantIn(textIn(body, 'timestamp') ?? '') ?? new Date(message.sentAtMs).toISOString(),
  );
  const slot = slotOf(event, { others: [], atMs: reportedAtMs });
  if (isBesideSlots(event, slot, frame)) return { kind: 'surplus' };
  const cause = causeOf(failure);
  const record = synthesisedRecord(
    {
      event,
      slot,
      kind: failure.functionName.endsWith('browser-runner') ? 'browser' : 'api',
      cause,
      message: describeLoss(cause, failure, frame),
      reportedAtMs,
      requestId: failure.requestId,
    },
    frame,
  );

  return {
    kind: 'record',
    record,
    rank: 'died',
    // Lambda sends it with the role of the function.
    duty: 'runner',
    metrics: [],
    holdUntilMs: message.sentAtMs + LOSS_REPORT_GRACE_MS,
  };
}

function failedInvocation(body: Fields): FailedInvocation {
  const context = fieldsOf(body['requestContext']);
  const response = fieldsOf(body['responsePayload']);
  const arn = textIn(context, 'functionArn') ?? '';

  return {
    condition: textIn(context, 'condition') ?? '',
    requestId: clipped(textIn(context, 'requestId') ?? 'unknown', MAX_QUOTE),
    // arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER
    functionName: arn.split(':')[6] ?? 'unknown',
    errorType: textIn(response, 'errorType') ?? '',
    errorMessage: textIn(response, 'errorMessage') ?? '',
    responded: 'responsePayload' in body && body['responsePayload'] !== null,
  };
}

/**
 * `Sandbox.Timedout`: the function's time limit. `Runtime.OutOfMemory`, or a runtime that exited with
 * `signal: killed`: memory. https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
 */
function causeOf({ condition, errorType, errorMessage, responded }: FailedInvocation): Death {
  if (condition === 'EventAgeExceeded' || /concurrency|throttl/i.test(condition)) {
    return 'monitor.throttled';
  }
  if (/throttl|TooManyRequests/i.test(errorType)) return 'monitor.throttled';
  if (/^(Sandbox|Function)\.Timed?out$/i.test(errorType)) return 'monitor.timeout';
  if (/Task timed out after/.test(errorMessage)) return 'monitor.timeout';
  if (/OutOfMemory/i.test(errorType) || /signal: killed/.test(errorMessage)) {
    return 'monitor.memory';
  }

  return responded ? 'monitor.crash' : 'monitor.unknown';
}

function describeLoss(cause: Death, failure: FailedInvocation, { region }: QueueFrame): string {
  const { functionName, requestId } = failure;
  const log = `the log of function ${functionName} in ${region}, request ${requestId}`;
  const quote = quoteOf(failure);
  switch (cause) {
    case 'monitor.throttled':
      return `The run did not start: Lambda held the request until it was too old, because function ${functionName} in ${region} was throttled (request ${requestId}, ${failure.condition}).${quote} Check the function's throttles and the account's concurrency limit.`;
    case 'monitor.timeout':
      return `Lambda ended the runner at its time limit, before the run's own watchdog did. The outcome of the run is unknown.${quote} Check ${log}.`;
    case 'monitor.memory':
      return `Lambda killed the runner, most likely because it ran out of memory. The outcome of the run is unknown.${quote} Give the runner more memory; check ${log}.`;
    case 'monitor.crash':
      return `The runner ended without a result. The outcome of the run is unknown.${quote} Check ${log}.`;
    case 'monitor.unknown':
      return `Lambda gave up the run (${failure.condition}) without a reason.${quote} Check ${log}.`;
  }
}

function quoteOf({ errorType, errorMessage }: FailedInvocation): string {
  const parts = [errorType, errorMessage].filter((part) => part !== '');

  return parts.length === 0 ? '' : ` Lambda reports: ${clipped(parts.join(': '), MAX_QUOTE)}.`;
}
