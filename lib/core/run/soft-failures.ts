import type { SourcePosition } from '../journey/attempt.ts';
import { describeThrown } from './classify.ts';

/** A failure of `expect.soft`, after which the body went on. */
interface SoftFailure {
  readonly text: string;
  readonly step: string | null;
  readonly at: SourcePosition | null;
}

/** The soft failures of a body. */
export interface SoftFailures {
  readonly count: number;
  /** What the first one threw, and where. */
  readonly first: Pick<SoftFailure, 'step' | 'at'> & { readonly error: unknown };
  /** As many as a message lists. */
  readonly listed: readonly SoftFailure[];
}

/** Most soft failures that a message lists. */
const MAX_LISTED = 20;
/** Longest text of one of several failures, in characters. */
const MAX_TEXT = 1_000;

/** The failures with one more. Beyond those that are listed, they are only counted. */
export function withFailure(
  failures: SoftFailures | null,
  added: SoftFailures['first'],
): SoftFailures {
  const { count, first, listed } = failures ?? { count: 0, first: added, listed: [] };
  if (count >= MAX_LISTED) return { count: count + 1, first, listed };
  const { error, step, at } = added;
  const text = describeThrown(error);
  const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;

  return { count: count + 1, first, listed: [...listed, { text: shown, step, at }] };
}

function listOf({ count, listed }: SoftFailures): string {
  const items = listed.map(({ text, at }, index) => {
    const where = at === null ? '' : ` ${at.file}:${at.line}`;

    return `${index + 1})${where} ${text}`;
  });
  const more = count - listed.length;

  return [...items, ...(more > 0 ? [`and ${more} more`] : [])].join('\n\n');
}

/** The message of a body that returned although expectations failed; `first` describes the first. */
export function softMessage(first: string, failures: SoftFailures): string {
  return failures.count === 1
    ? first
    : `${failures.count} soft expectations failed:\n\n${listOf(failures)}`;
}

/** The message of another failure, with the soft ones before it. */
export function withSoftFailures(message: string, failures: SoftFailures | null): string {
  if (failures === null) return message;
  const { count } = failures;
  const what = count === 1 ? '1 soft expectation' : `${count} soft expectations`;

  return `${message}\n\nBefore this, ${what} failed:\n\n${listOf(failures)}`;
}
