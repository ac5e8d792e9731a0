import { SECOND_MS } from '../../../../lib/core/base/time.ts';
import type { FunctionSpec } from './function-spec.ts';

/** An event that a function could not run. */
interface FailedEvent {
  readonly payload: string;
  readonly requestId: string;
  readonly errors: number;
  /** Type of the function's error; null: the event became too old. */
  readonly error: string | null;
  readonly atMs: number;
}

/** Type of the error of a function that ran into its time limit. */
export const TIMED_OUT = 'Sandbox.Timedout';

/**
 * The body of Lambda's message to an on-failure destination.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function failureMessage(spec: FunctionSpec, failed: FailedEvent): string {
  const { region, name, timeoutMs } = spec;

  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(failed.atMs).toISOString(),
    requestContext: {
      requestId: failed.requestId,
      functionArn: `arn:aws:lambda:${region}:123456789012:function:${name}:live`,
      condition: failed.error === null ? 'EventAgeExceeded' : 'RetriesExhausted',
      approximateInvokeCount: failed.errors + Number(failed.error !== null),
    },
    requestPayload: JSON.parse(failed.payload),
    ...(failed.error !== null && {
      responseContext: { statusCode: 200, executedVersion: '1', functionError: 'Unhandled' },
      responsePayload: {
        errorType: failed.error,
        errorMessage:
          failed.error === TIMED_OUT
            ? `Task timed out after ${(timeoutMs / SECOND_MS).toFixed(2)} seconds`
            : 'The function ended with an error',
      },
    }),
  });
}
