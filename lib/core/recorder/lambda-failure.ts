import type { Cause } from '../record/outcome.ts';
import { GRACE_MS } from './grace.ts';
import { clipped, type Fields, fieldsOf, textIn } from './plain-data.ts';
import type { QueueFrame, QueueMessage } from '../record/queue-message.ts';
import type { MessageReading } from './message-reading.ts';
import { instantIn, readRunnerEvent, slotOf } from './runner-event.ts';
import { synthesisedRecord } from './synthesised-record.ts';

/** What Lambda says of an invocation that failed. */
interface FailedInvocation {
  /** Such as `RetriesExhausted`. */
  readonly condition: string;
  readonly requestId: string;
  readonly functionName: string;
  /** Such as `Sandbox.Timedout`; empty where Lambda gave none. */
  readonly errorType: string;
  readonly errorMessage: string;
  /** Whether the function was invoked at all, as far as Lambda says. */
  readonly responded: boolean;
}

/** What a runner can die of. */
type Death = Extract<
  Cause,
  'monitor.throttled' | 'monitor.timeout' | 'monitor.memory' | 'monitor.crash' | 'monitor.unknown'
>;

const MAX_QUOTE = 500;

/**
 * Reads the record that Lambda sends to a function's on-failure destination.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function readLambdaFailure(
  message: QueueMessage,
  body: Fields,
  frame: QueueFrame,
): MessageReading {
  const failure = failedInvocation(body);
  if (failure.condition === '' || failure.condition === 'Success') {
    return {
      kind: 'unreadable',
      reason: `it is an invocation record with condition "${failure.condition}"; expected one that failed`,
    };
  }
  const event = readRunnerEvent(body['requestPayload']);
  if (event === null) {
    return {
      kind: 'unreadable',
      reason: `it reports a failed invocation of "${failure.functionName}" (request ${failure.requestId}) that names no journey`,
    };
  }
  const reportedAtMs = Date.parse(
    instantIn(textIn(body, 'timestamp') ?? undefined) ?? new Date(message.sentAtMs).toISOString(),
  );
  const cause = causeOf(failure);
  const record = synthesisedRecord(
    {
      event,
      slot: slotOf(event, { others: [], atMs: reportedAtMs }),
      kind: failure.functionName.endsWith('browser-runner') ? 'browser' : 'api',
      cause,
      message: words(cause, failure, frame),
      reportedAtMs,
      requestId: failure.requestId,
    },
    frame,
  );

  return {
    kind: 'record',
    record,
    rank: 'died',
    metrics: [],
    holdUntilMs: message.sentAtMs + GRACE_MS,
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

function words(cause: Death, failure: FailedInvocation, { region }: QueueFrame): string {
  const { functionName, requestId } = failure;
  const log = `the log of function ${functionName} in ${region}, request ${requestId}`;
  const quote = quoted(failure);
  switch (cause) {
    case 'monitor.throttled':
      return `No run was begun: Lambda kept the request until it was too old, because function ${functionName} in ${region} had no room for it (request ${requestId}, ${failure.condition}).${quote} Look at the function's throttles, and at the account's limit of concurrent runs.`;
    case 'monitor.timeout':
      return `Lambda ended the runner at its time limit, before the run's own watchdog did: how the run would have ended is not known.${quote} Look at ${log}.`;
    case 'monitor.memory':
      return `Lambda killed the runner, which had most likely run out of memory: how the run would have ended is not known.${quote} Give the runner more memory; look at ${log}.`;
    case 'monitor.crash':
      return `The runner ended without a result: how the run would have ended is not known.${quote} Look at ${log}.`;
    case 'monitor.unknown':
      return `Lambda gave the run up (${failure.condition}) and does not say why.${quote} Look at ${log}.`;
  }
}

function quoted({ errorType, errorMessage }: FailedInvocation): string {
  const parts = [errorType, errorMessage].filter((part) => part !== '');

  return parts.length === 0 ? '' : ` It says: ${clipped(parts.join(': '), MAX_QUOTE)}.`;
}
