import { RunFailure } from '../../core/record/outcome.ts';
import { errorCode } from '../base/node-error.ts';
import { exchangeFailure } from './failure.ts';
import { Http11Required, Unprocessed } from './h2/h2-failure.ts';
import { NoAnswer } from './incoming-answer.ts';

/** Thrown where a request is sent again: the server did not process it. */
export class SentAgain extends Error {
  readonly why: 'unprocessed' | 'http/1.1';
  /** The request's failure, if it was sent again for this reason before. */
  failure: RunFailure;

  constructor(why: SentAgain['why'], failure: RunFailure, how: string) {
    super(`${how}; the request was sent again on a new one`, { cause: failure });
    this.why = why;
    this.failure = failure;
  }
}

/** What is allowed to a request that got no answer. */
export interface RepetitionRules {
  /** Whether it may be sent twice. */
  readonly isRepeatable: boolean;
  /** Whether its connection had served another request before. */
  readonly isReused: boolean;
  /** Whether HTTP/1.1 may be used in place of HTTP/2. */
  readonly mayFallBack: boolean;
}

/** The error of a request without an answer, or a {@link SentAgain}; other errors stay as they are. */
export function unanswered(error: unknown, rules: RepetitionRules): unknown {
  if (error instanceof Http11Required) {
    const failure = protocol(error.message, error);

    return rules.mayFallBack
      ? new SentAgain('http/1.1', failure, `${error.message}, on a connection in HTTP/2`)
      : failure;
  }
  if (error instanceof Unprocessed) {
    const failure = protocol(error.message, error);

    return rules.isRepeatable
      ? new SentAgain('unprocessed', failure, `${error.message} on this connection`)
      : failure;
  }

  return error instanceof NoAnswer ? noAnswer(error, rules) : error;
}

function noAnswer(error: NoAnswer, { isReused, isRepeatable }: RepetitionRules): Error {
  const { receivedBytes } = error;
  const failure = exchangeFailure(error, receivedBytes);
  const broken = error.cause === null || ['ECONNRESET', 'EPIPE'].includes(errorCode(error.cause));
  if (!broken || !isReused || !isRepeatable || (receivedBytes ?? 0) > 0) return failure;

  return new SentAgain(
    'unprocessed',
    failure,
    'the server closed the reused connection without an answer',
  );
}

function protocol(reason: string, cause: Error): RunFailure {
  return new RunFailure('target.protocol', reason, { cause });
}
