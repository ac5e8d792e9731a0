import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

/** What to do about the errors that DynamoDB answers with, by their name. */
const REMEDIES: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'the table does not exist; deploy the stage first, or check its name',
  AccessDeniedException: 'access is denied; give the role or user the rights on this table',
  UnrecognizedClientException: 'the credentials are not accepted; sign in again',
  ExpiredTokenException: 'the credentials have expired; sign in again',
  CredentialsProviderError: 'there are no AWS credentials; sign in, or set AWS_PROFILE',
  ProvisionedThroughputExceededException: 'the table is throttled; try again in a moment',
  ThrottlingException: 'the table is throttled; try again in a moment',
  ValidationException: 'DynamoDB refused the request as invalid',
};

/** Names under which a call that outlived its deadline fails. */
const TIMEOUT_NAMES = new Set(['AbortError', 'TimeoutError']);

/** What those answer that are no DynamoDB, or not the one that the key is for. */
const STRANGERS = new Set(['UnrecognizedClientException', 'UnknownError']);

/** Errors that mean: nobody answered, whatever was asked. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);

/** A call to the store that failed. Its message says what was tried and what to do about it. */
export class StoreError extends Error {
  constructor(doing: string, cause: unknown) {
    super(`Cannot ${doing}: ${explain(cause)}`, { cause });
    this.name = 'StoreError';
  }

  /** Whether no DynamoDB answered that takes our key: nobody, or another program on the port. */
  get isUnanswered(): boolean {
    if (!(this.cause instanceof DynamoDBServiceException)) return true;

    return STRANGERS.has(this.cause.name);
  }
}

/** Whether nobody answered. */
function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  // A socket that closes under a request may have no code, only this text.

  return CONNECTION_CODES.has(code) || error.message.includes('socket hang up');
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isConnectionFailure(error)) return `the store cannot be reached (${error.message})`;
  if (TIMEOUT_NAMES.has(error.name)) return 'the store did not answer in time';
  const remedy = REMEDIES[error.name];

  return remedy === undefined ? error.message : `${remedy} (${error.message})`;
}
