import type { FailureReason } from '../ports.ts';
import { RunFailure } from '../record/outcome.ts';
import type { AttemptState } from './attempt-ports.ts';

/** What is known when a journey's body threw. */
export interface ThrownEvidence {
  readonly error: unknown;
  /** A document that answered 500, a blocked address, a crash: stands whatever was thrown. */
  readonly standing: FailureReason | null;
  /** The browser's own reading of the error. */
  readonly explained: FailureReason | null;
}

/**
 * The verdict on a thrown value, by evidence first and by the kind of error last. What nobody can
 * explain is the journey's own exception: the body threw it.
 */
export function classifyThrown(evidence: ThrownEvidence): FailureReason {
  const { error, standing, explained } = evidence;
  if (error instanceof RunFailure) return { cause: error.code, message: error.message };
  if (standing !== null) return { cause: standing.cause, message: withDetail(standing, error) };
  if (explained !== null) return explained;
  if (isAssertion(error)) return { cause: 'target.assertion', message: describeThrown(error) };

  return { cause: 'journey.exception', message: describeThrown(error) };
}

/** Says what was thrown, in words, whatever it was. */
export function describeThrown(error: unknown): string {
  if (error instanceof Error) return describeError(error);
  if (typeof error === 'string') return `threw the text "${error}" instead of an Error`;

  return `threw ${printable(error)} instead of an Error`;
}

function describeError(error: Error): string {
  const message = stripAnsi(error.message).trim();
  if (isAssertion(error)) return message;
  if (error.name === 'Error') return message === '' ? 'an Error without a message' : message;

  return message === '' ? error.name : `${error.name}: ${message}`;
}

/** Whether an error came from an expectation (both assertion libraries mark theirs so). */
export function isAssertion(error: unknown): boolean {
  return error instanceof Error && 'matcherResult' in error;
}

function withDetail(standing: FailureReason, error: unknown): string {
  return `${standing.message}; then ${firstLine(describeThrown(error))}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function printable(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`;

  return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? 'undefined');
}

// Both assertion libraries colour their messages when they believe they write to a terminal.
function stripAnsi(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the escape character is what is looked for
  return text.replaceAll(/\u001B\[[0-9;]*m/g, '');
}

/** How many waiting requests a message names. */
const NAMED_REQUESTS = 3;

/**
 * Whose time ran out: the target's where a request had no complete answer, else the journey's own.
 */
export function deadlineFailure(
  state: Pick<AttemptState, 'request' | 'http' | 'session'>,
  durationMs: number,
  step: string | null,
): FailureReason {
  const pending = [...state.http.pending(), ...(state.session?.pending() ?? [])];
  const limit = `${state.request.timeoutMs / 1000} s`;
  const where = step === null ? '' : ` in step "${step}"`;
  const standing = state.session?.finalFailure() ?? null;
  if (standing !== null) return standing;
  if (pending.length > 0) {
    const named = pending.slice(0, NAMED_REQUESTS).join(', ');

    return {
      cause: 'target.timeout',
      message: `No complete answer within the journey's ${limit}${where}: ${named}`,
    };
  }

  return {
    cause: 'journey.timeout',
    message: `The journey did not end within its ${limit}${where} (${(durationMs / 1000).toFixed(1)} s), and no request was under way: it waits for something that never comes`,
  };
}
