import type { FailureReason } from '../ports.ts';
import { type Cause, RunFailure } from '../record/outcome.ts';
import type { AttemptState } from './attempt-ports.ts';

/** A thrown value with the browser's observations about it. */
interface ThrownEvidence {
  readonly error: unknown;
  /** A document with status 500, a blocked address, a crash: decides whatever was thrown. */
  readonly final: FailureReason | null;
  /** The browser's explanation of the error. */
  readonly explained: FailureReason | null;
  /** The browser's explanations of the errors that it combines, in their order. */
  readonly explainedErrors?: readonly (FailureReason | null)[];
  /** Whether it is one of several errors: an error may contain itself. */
  readonly isInner?: boolean;
}

/**
 * Finds the cause of a thrown value: by observations first, by the type of the error last. An error
 * that nothing explains is the journey's own exception.
 */
export function classifyThrown(evidence: ThrownEvidence): FailureReason {
  const { error, final, explained } = evidence;
  if (error instanceof RunFailure) return { cause: error.code, message: error.message };
  const several = evidence.isInner === true ? [] : errorsIn(error);
  if (several.length > 0) return ofSeveral(several, evidence);
  if (final !== null) return { cause: final.cause, message: withDetail(final, error) };
  if (explained !== null) return explained;
  const message = describeThrown(error);
  if (isAssertion(error)) return { cause: 'target.assertion', message };

  return { cause: exhausted(error) ?? 'journey.exception', message };
}

/** The errors of an `AggregateError`, as `Promise.any` and Node's own connections throw it; else none. */
export function errorsIn(error: unknown): readonly unknown[] {
  // Not by its class: the journey may run in another realm.
  const isAggregate =
    error instanceof Error && error.name === 'AggregateError' && 'errors' in error;

  return isAggregate && Array.isArray(error.errors) ? error.errors : [];
}

/** Most errors of an `AggregateError` that a message shows. */
const MAX_SHOWN_ERRORS = 3;

/**
 * All of several errors had to occur for this failure. The target is blamed only if it caused each of them; the first
 * other cause decides otherwise.
 */
function ofSeveral(errors: readonly unknown[], evidence: ThrownEvidence): FailureReason {
  const reasons = errors.map((error, index) => {
    const explained = evidence.explainedErrors?.[index] ?? evidence.explained;

    return classifyThrown({ ...evidence, error, explained, isInner: true });
  });
  const other = reasons.find(({ cause }) => !cause.startsWith('target.'));
  const cause = other?.cause ?? reasons[0]?.cause ?? 'journey.exception';
  if (reasons.length === 1) return { cause, message: reasons[0]?.message ?? '' };
  const shown = reasons
    .slice(0, MAX_SHOWN_ERRORS)
    .map(({ message }, index) => `(${index + 1}) ${message}`);
  const more = reasons.length - shown.length;
  const rest = more === 0 ? '' : `; and ${more} more`;

  return { cause, message: `${reasons.length} errors: ${shown.join('; ')}${rest}` };
}

/** Errors of a system that has nothing left to give. https://man7.org/linux/man-pages/man3/errno.3.html */
const EXHAUSTED: ReadonlyMap<unknown, Cause> = new Map<unknown, Cause>([
  ['EMFILE', 'monitor.unknown'],
  ['ENFILE', 'monitor.unknown'],
  ['ENOMEM', 'monitor.memory'],
  ['ENOSPC', 'monitor.disk'],
]);

/** The cause of a system call that the runner's machine could not carry out; null: another error. */
function exhausted(error: unknown): Cause | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;

  return EXHAUSTED.get(error.code) ?? null;
}

/** Describes a thrown value of any type. */
export function describeThrown(error: unknown): string {
  if (error instanceof Error) return describeError(error);
  if (typeof error === 'string') return `threw the text "${error}" instead of an Error`;

  return `threw ${printable(error)} instead of an Error`;
}

function describeError(error: Error): string {
  const message = stripAnsi(error.message).trim();
  // A request that failed says all of it in its message.
  if (isAssertion(error) || error instanceof RunFailure) return message;
  const own = [error.name === 'Error' ? '' : error.name, message].filter((text) => text !== '');

  return `${own.join(': ') || 'an Error without a message'}${causesOf(error)}`;
}

/** How many causes of causes a message has. */
const MAX_CAUSES = 3;

/** What an error gives as its cause: of `fetch`, that is the whole reason. */
function causesOf({ cause }: Error, depth = 0): string {
  if (!(cause instanceof Error) || depth >= MAX_CAUSES) return '';
  // Node combines the errors of all addresses of a name, and gives no message.
  const [first] = errorsIn(cause);
  const text = cause.message === '' && first instanceof Error ? first.message : cause.message;
  const line = firstLine(stripAnsi(text).trim());

  return `${line === '' ? '' : `: ${line}`}${causesOf(cause, depth + 1)}`;
}

/** Whether an error came from an expectation: both assertion libraries set `matcherResult`. */
function isAssertion(error: unknown): boolean {
  return error instanceof Error && 'matcherResult' in error;
}

function withDetail(final: FailureReason, error: unknown): string {
  return `${final.message}; then ${firstLine(describeThrown(error))}`;
}

/** The text up to its first line break. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function printable(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`;

  return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? 'undefined');
}

// Both assertion libraries colour their messages when they detect a terminal.
function stripAnsi(text: string): string {
  // oxlint-disable-next-line no-control-regex -- matches the escape character on purpose
  return text.replaceAll(/\u001B\[[0-9;]*m/g, '');
}

/** Most pending requests that a message names. */
const NAMED_REQUESTS = 3;

/**
 * The cause of a deadline: the target's when a request had no complete response, else the journey's.
 */
export function deadlineFailure(
  state: Pick<AttemptState, 'request' | 'http' | 'session'>,
  durationMs: number,
  step: string | null,
): FailureReason {
  const pending = [...state.http.pending(), ...(state.session?.pending() ?? [])];
  const limit = `${state.request.timeoutMs / 1000} s`;
  const where = step === null ? '' : ` in step "${step}"`;
  const final = state.session?.finalFailure() ?? null;
  if (final !== null) return final;
  if (pending.length > 0) {
    const named = pending.slice(0, NAMED_REQUESTS).join(', ');

    return {
      cause: 'target.timeout',
      message: `No complete response within the journey's ${limit}${where}: ${named}`,
    };
  }

  return {
    cause: 'journey.timeout',
    message: `The journey did not end within its ${limit}${where} (${(durationMs / 1000).toFixed(1)} s), and no request was pending: it waits for something that never happens`,
  };
}
