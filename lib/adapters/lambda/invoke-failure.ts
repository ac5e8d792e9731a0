import { types } from 'node:util';
import { LIVE_ALIAS } from '../../core/deploy/names.ts';
import type { Cause } from '../../core/record/outcome.ts';
import { ERROR_NAMES, isConnectionError } from '../aws/error-names.ts';

/** Lambda did not accept the request, or did not answer. */
export interface Unreached {
  readonly kind: 'unreached';
  readonly cause: Extract<
    Cause,
    'monitor.throttled' | 'monitor.undelivered' | 'monitor.network' | 'monitor.timeout'
  >;
  /** For people: what is wrong and what to do. */
  readonly message: string;
}

/** The function, region and time limit of a failed invocation, for its message. */
export interface FailedCall {
  readonly region: string;
  readonly functionName: string;
  /** Time-out of the call. */
  readonly limitMs: number;
}

const BUSY = new Set(['ResourceConflictException', 'ResourceNotReadyException']);

/** Classifies an error of the SDK and describes it with a remedy. */
export function readInvokeFailure(error: unknown, call: FailedCall): Unreached {
  const { name, code, message } = partsOf(error);
  const alias = `"${call.functionName}:${LIVE_ALIAS}" in ${call.region}`;
  if (ERROR_NAMES.throttled.has(name)) {
    return unreached(
      'monitor.throttled',
      `Cannot invoke ${alias}: it is throttled, because its maximum number of runs is running (${message}); try again later`,
    );
  }
  // A connection that is not established is a TimeoutError too.
  if (isConnectionError({ code, message })) {
    return unreached(
      'monitor.network',
      `Cannot invoke ${alias}: the connection to Lambda failed (${message}); check the network, and AWS_ENDPOINT_URL if it is set`,
    );
  }
  if (ERROR_NAMES.outOfTime.has(name)) {
    return unreached(
      'monitor.timeout',
      `Cannot read the result of ${alias}: no answer within ${Math.round(call.limitMs / 1_000)} s (${message}); waywiser runs --deployed shows the record if there is one`,
    );
  }

  return unreached('monitor.undelivered', `Cannot invoke ${alias}: ${remedy(name, message)}`);
}

function remedy(name: string, message: string): string {
  if (ERROR_NAMES.noCredentials.has(name)) {
    return `there are no AWS credentials (${message}); sign in, or set AWS_PROFILE`;
  }
  if (ERROR_NAMES.expired.has(name))
    return `the AWS credentials have expired (${message}); sign in again`;
  if (ERROR_NAMES.invalidCredentials.has(name)) {
    return `AWS does not accept the credentials (${message}); sign in again, and check the account and this machine's clock`;
  }
  if (name === 'ResourceNotFoundException') {
    return `the function does not exist in the account of these credentials; deploy the stage first, with npx cdk deploy --all`;
  }
  if (name === 'AccessDeniedException') {
    return `access is denied (${message}); expected permission for lambda:InvokeFunction, which the stage's invoker policy grants`;
  }
  if (BUSY.has(name)) return `it is being deployed (${message}); try again later`;

  return name === '' ? message : `${message} (${name})`;
}

function partsOf(error: unknown): {
  readonly name: string;
  readonly code: string;
  readonly message: string;
} {
  if (!types.isNativeError(error)) return { name: '', code: '', message: String(error) };
  const code = 'code' in error ? String(error.code) : '';

  return { name: error.name, code, message: error.message };
}

function unreached(cause: Unreached['cause'], message: string): Unreached {
  return { kind: 'unreached', cause, message };
}
