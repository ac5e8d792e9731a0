import { RECORD_LIMIT_BYTES } from '../../core/store/fit-record.ts';

const BYTES_PER_KB = 1024;

/**
 * Largest message, in bytes: a result of 40 times the size of a stored record. A worker shortens a
 * larger result before it sends it.
 */
export const MAX_MESSAGE_BYTES = 40 * RECORD_LIMIT_BYTES;

/** Largest message during an attempt: a step, or the end of a body with its error. */
export const MAX_PROGRESS_BYTES = 256 * BYTES_PER_KB;

/** Longest text in a message, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 32 * BYTES_PER_KB;

/** Most entries of a list. */
export const MAX_ENTRIES = 10_000;

/** Most progress messages that a worker sends in one attempt; further steps are in the result only. */
export const MAX_PROGRESS_MESSAGES = 5_000;

/** The same in bytes, which bounds the memory that the sandbox needs for an attempt's progress. */
export const MAX_PROGRESS_TOTAL_BYTES = 4 * BYTES_PER_KB * BYTES_PER_KB;

/** Messages besides progress that an attempt needs: start and end of the body, browser, result. */
export const OTHER_MESSAGES = 16;
