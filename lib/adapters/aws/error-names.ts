/** Names of errors of the SDK and of AWS, by what they mean. */
export const ERROR_NAMES = {
  throttled: new Set([
    'TooManyRequestsException',
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'EC2ThrottledException',
    'RequestLimitExceeded',
  ]),
  outOfTime: new Set(['TimeoutError', 'AbortError']),
  noCredentials: new Set(['CredentialsProviderError', 'TokenProviderError']),
  expired: new Set(['ExpiredTokenException', 'ExpiredToken', 'RequestExpired']),
  invalidCredentials: new Set([
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'MissingAuthenticationToken',
    'AuthFailure',
  ]),
  denied: new Set([
    'AccessDenied',
    'AccessDeniedException',
    'AuthorizationError',
    'AuthorizationErrorException',
    'UnauthorizedOperation',
    'Forbidden',
  ]),
} as const;

/** Codes of failed connections; when the SDK wraps an error, its code is in the message only. */
const CONNECTION_ERRORS = [
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

/** Whether an error is one of a connection that could not be made, or broke. */
export function isConnectionError({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}): boolean {
  return CONNECTION_ERRORS.some((word) => code === word || message.includes(word));
}
