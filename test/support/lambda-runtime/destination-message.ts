import type { ExecutionEnvironment, Invoked } from './execution-environment.ts';

/**
 * What Lambda sends to the on-failure destination when an asynchronous invocation failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function destinationMessage(
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
