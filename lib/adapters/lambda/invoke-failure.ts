import { types } from 'node:util';
import { LIVE_ALIAS } from '../../core/deploy/names.ts';
import type { Cause } from '../../core/record/outcome.ts';

/** Lambda did not take the request, or was not heard of again. */
export interface Unreached {
  readonly kind: 'unreached';
  readonly cause: Extract<
    Cause,
    'monitor.throttled' | 'monitor.undelivered' | 'monitor.network' | 'monitor.timeout'
  >;
  /** For people: what is the matter, and what to do about it. */
  readonly message: string;
}

/** What was being reached. */
export interface FailedCall {
  readonly region: string;
  readonly functionName: string;
  /** How long was waited at most. */
  readonly limitMs: number;
}

const THROTTLED = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'EC2ThrottledException',
]);
const OUT_OF_TIME = new Set(['TimeoutError', 'AbortError']);
const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError']);
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken', 'RequestExpired']);
const UNACCEPTED = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'MissingAuthenticationToken',
]);
const BUSY = new Set(['ResourceConflictException', 'ResourceNotReadyException']);
/** Where the SDK wraps an error, its code stands in the message only. */
const UNCONNECTED = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'socket hang up',
];

/** Puts what the SDK threw into words. */
export function readInvokeFailure(error: unknown, call: FailedCall): Unreached {
  const { name, code, message } = partsOf(error);
  const alias = `"${call.functionName}:${LIVE_ALIAS}" in ${call.region}`;
  if (THROTTLED.has(name)) {
    return unreached(
      'monitor.throttled',
      `Cannot invoke ${alias}: it is throttled, for as many runs as it may have are under way (${message}); try again in a moment`,
    );
  }
  // A connection that does not come about is a TimeoutError too.
  if (UNCONNECTED.some((word) => code === word || message.includes(word))) {
    return unreached(
      'monitor.network',
      `Cannot invoke ${alias}: the connection to Lambda failed (${message}); expected a way to it, and AWS_ENDPOINT_URL to be right where it is set`,
    );
  }
  if (OUT_OF_TIME.has(name)) {
    return unreached(
      'monitor.timeout',
      `Cannot tell how ${alias} ended: there was no answer (${message}), at most ${Math.round(call.limitMs / 1_000)} s were waited; waywiser runs --deployed shows the record, where one came`,
    );
  }

  return unreached('monitor.undelivered', `Cannot invoke ${alias}: ${remedy(name, message)}`);
}

function remedy(name: string, message: string): string {
  if (NO_CREDENTIALS.has(name)) {
    return `there are no AWS credentials (${message}); sign in, or set AWS_PROFILE`;
  }
  if (EXPIRED.has(name)) return `the AWS credentials have expired (${message}); sign in again`;
  if (UNACCEPTED.has(name)) {
    return `AWS does not accept the credentials (${message}); sign in again, and check the account and this machine's clock`;
  }
  if (name === 'ResourceNotFoundException') {
    return `there is no such function in the account of these credentials; deploy the stage first, with npx cdk deploy --all`;
  }
  if (name === 'AccessDeniedException') {
    return `access is denied (${message}); expected the right lambda:InvokeFunction on it, which the stage's invoker policy gives`;
  }
  if (BUSY.has(name)) return `it is being deployed (${message}); try again in a moment`;

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
