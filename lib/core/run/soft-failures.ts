import type { SourcePosition } from '../journey/attempt.ts';
import { describeThrown } from './classify.ts';

/** A failure of `expect.soft`, after which the body went on. */
export interface SoftFailure {
  readonly error: unknown;
  readonly step: string | null;
  readonly at: SourcePosition | null;
}

/** Most soft failures that a message lists. */
const MAX_LISTED = 20;
/** Longest text of one of several failures, in characters. */
const MAX_TEXT = 1_000;

/** The list of soft failures, each with its position. */
export function softFailureList(failures: readonly SoftFailure[]): string {
  const listed = failures.slice(0, MAX_LISTED).map((failure, index) => {
    const where = failure.at === null ? '' : ` ${failure.at.file}:${failure.at.line}`;
    const text = describeThrown(failure.error);
    const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;

    return `${index + 1})${where} ${shown}`;
  });
  const more = failures.length - listed.length;

  return [...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('\n\n');
}

/** The message of a body that returned although expectations failed; `first` describes the first. */
export function softMessage(first: string, failures: readonly SoftFailure[]): string {
  return failures.length === 1
    ? first
    : `${failures.length} soft expectations failed:\n\n${softFailureList(failures)}`;
}

/** The message of another failure, with the soft ones before it. */
export function withSoftFailures(message: string, failures: readonly SoftFailure[]): string {
  if (failures.length === 0) return message;
  const count =
    failures.length === 1 ? '1 soft expectation' : `${failures.length} soft expectations`;

  return `${message}\n\nBefore this, ${count} failed:\n\n${softFailureList(failures)}`;
}
