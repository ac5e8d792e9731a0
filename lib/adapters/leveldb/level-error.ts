import { errorCode } from './error-code.ts';

/** Errors of stored bytes, as the database and its decoder of JSON report them. */
const CORRUPTION_CODES = new Set(['LEVEL_CORRUPTION', 'LEVEL_DECODING_ERROR']);

/** Whether opening a database failed because another process has it open. */
export function isLocked(error: unknown): boolean {
  return codeOf(error) === 'LEVEL_LOCKED';
}

/** Whether a database cannot be opened or read because its files are damaged. */
export function isCorruption(error: unknown): boolean {
  return CORRUPTION_CODES.has(codeOf(error));
}

function codeOf(error: unknown): string {
  const cause =
    typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;

  return errorCode(cause) === '' ? errorCode(error) : errorCode(cause);
}
