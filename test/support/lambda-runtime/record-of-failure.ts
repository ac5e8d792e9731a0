import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { readMessage } from '../../../lib/core/recorder/read-message.ts';
import { type ExecutionEnvironment, type Invoked, REGION } from './execution-environment.ts';

/**
 * What Lambda sends to the on-failure destination when an asynchronous invocation failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
function destinationMessage(
  environment: Pick<ExecutionEnvironment, 'functionArn'>,
  event: unknown,
  invoked: Invoked,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: invoked.requestId,
      functionArn: environment.functionArn,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    },
    requestPayload: event,
    responseContext: {
      statusCode: 200,
      executedVersion: '1',
      ...(invoked.error === null ? {} : { functionError: 'Unhandled' }),
    },
    responsePayload: invoked.error,
  });
}

/** The record that the recorder makes of an invocation that failed; null: it can read nothing. */
export function recordOfFailure(
  environment: Pick<ExecutionEnvironment, 'functionArn'>,
  event: unknown,
  invoked: Invoked,
): RunRecord | null {
  const body = destinationMessage(environment, event, invoked);
  const sent = { attributes: {}, sentAtMs: Date.now(), senderId: 'AROATEST:test' };
  const message = { id: invoked.requestId, body, ...sent };
  const reading = readMessage(message, { stage: 'test', region: REGION }, () => '');

  return reading.kind === 'record' ? reading.record : null;
}
