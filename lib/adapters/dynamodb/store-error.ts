import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

/** Remedies by the name of DynamoDB's errors. */
const REMEDIES: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'the table does not exist; deploy the stage first, or check its name',
  AccessDeniedException: 'access is denied; give the role or user access to this table',
  UnrecognizedClientException: 'the credentials are not accepted; sign in again',
  ExpiredTokenException: 'the credentials have expired; sign in again',
  CredentialsProviderError: 'there are no AWS credentials; sign in, or set AWS_PROFILE',
  ProvisionedThroughputExceededException: 'the table is throttled; try again later',
  ThrottlingException: 'the table is throttled; try again later',
  ValidationException: 'DynamoDB rejected the request as invalid',
};

/** Error names of calls that exceeded their deadline. */
const TIMEOUT_NAMES = new Set(['AbortError', 'TimeoutError']);

/** Errors of other programs on the port, or of a store with another key. */
const OTHER_SERVERS = new Set(['UnrecognizedClientException', 'UnknownError']);

/** Error codes of failed connections. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);

/** A failed call to the store. Its message says what failed and what to do. */
export class StoreError extends Error {
  constructor(doing: string, cause: unknown) {
    super(`Cannot ${doing}: ${explain(cause)}`, { cause });
    this.name = 'StoreError';
  }

  /**
   * Whether no store that accepts our key answered: there is none, or another program uses the
   * port.
   */
  get isUnanswered(): boolean {
    if (!(this.cause instanceof DynamoDBServiceException)) return true;

    return OTHER_SERVERS.has(this.cause.name);
  }
}

/** Whether the connection failed. */
function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  // A socket that closes during a request may have no code, only this message.

  return CONNECTION_CODES.has(code) || error.message.includes('socket hang up');
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isConnectionFailure(error)) return `the store cannot be reached (${error.message})`;
  if (TIMEOUT_NAMES.has(error.name)) return 'the store did not answer in time';
  const remedy = REMEDIES[error.name];

  return remedy === undefined ? error.message : `${remedy} (${error.message})`;
}
