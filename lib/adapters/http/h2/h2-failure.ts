import type { ClientHttp2Stream } from 'node:http2';
import { RunFailure } from '../../../core/record/outcome.ts';
import { errorCode } from '../../base/node-error.ts';
import { arrived, cutOff as bodyCutOff, NoAnswer } from '../incoming-answer.ts';
import type { H2Progress } from './h2-answer.ts';
import type { H2Connection } from './h2-connection.ts';

/** Error codes of HTTP/2 (RFC 9113, section 7). */
export const ERROR_CODES = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  CONNECT_ERROR: 10,
  ENHANCE_YOUR_CALM: 11,
  INADEQUATE_SECURITY: 12,
  HTTP_1_1_REQUIRED: 13,
} as const;

/** Thrown when the server says that it has not processed a request. */
export class Unprocessed extends Error {}

/** Thrown when the server says that it serves a request in HTTP/1.1 only. */
export class Http11Required extends Error {}

/** A stream that was closed before its answer was complete. */
export interface ClosedStream {
  readonly stream: Pick<ClientHttp2Stream, 'id' | 'rstCode'>;
  /** The stream's own error. */
  readonly failure: Error | null;
  readonly progress: Readonly<H2Progress>;
  readonly connection: Pick<H2Connection, 'facts'>;
  /** Bytes of the body that arrived. */
  readonly sizeBytes: number;
}

/** Why a stream ended without a complete answer. */
export function h2Failure(closed: ClosedStream): Error {
  const { progress, connection, failure } = closed;
  const { goaway, hasEnded } = connection.facts;
  const code = codeOf(closed);
  const broken = connectionError(closed);
  if (progress.head !== null) return cutOff(closed, code);
  if (code === ERROR_CODES.HTTP_1_1_REQUIRED) {
    return new Http11Required(
      'the server serves this request in HTTP/1.1 only (HTTP_1_1_REQUIRED)',
    );
  }
  if (code === ERROR_CODES.REFUSED_STREAM || isUnprocessed(closed))
    return unprocessed(closed, code);
  if (goaway !== null && goaway.code !== ERROR_CODES.NO_ERROR) {
    return protocol(
      `the server ended the connection (GOAWAY: ${nameOf(goaway.code)}) before an answer`,
      failure,
    );
  }
  if (hasEnded || broken !== null) return new NoAnswer(null, broken);

  return resetBeforeAnswer(closed, code);
}

/** The failure of bytes that Node gives a connection up for. */
export function notH2(): RunFailure {
  return protocol('the answer is not valid HTTP/2: its frames or headers cannot be read', null);
}

/** The error that broke the connection; null: none did. The session gives it to its streams first. */
function connectionError({ connection, failure }: ClosedStream): Error | null {
  const { socketError } = connection.facts;
  const isOfHttp2 = failure === null || errorCode(failure).startsWith('ERR_HTTP2_');

  return socketError ?? (isOfHttp2 ? null : failure);
}

/** GOAWAY says why all of its streams end; Node gives them other codes. */
function codeOf({ stream, connection }: ClosedStream): number {
  const { goaway } = connection.facts;
  const isOfAll = goaway !== null && goaway.code !== ERROR_CODES.NO_ERROR;

  return isOfAll ? goaway.code : stream.rstCode;
}

function isUnprocessed({ stream, connection }: ClosedStream): boolean {
  const { goaway } = connection.facts;

  return goaway !== null && stream.id !== undefined && stream.id > goaway.lastStreamId;
}

function unprocessed({ connection }: ClosedStream, code: number): Unprocessed {
  const { goaway } = connection.facts;
  const how =
    goaway === null
      ? `refused the request (RST_STREAM: ${nameOf(code)})`
      : `ended the connection without processing the request (GOAWAY: ${nameOf(goaway.code)})`;

  return new Unprocessed(`the server ${how}`);
}

function resetBeforeAnswer({ failure }: ClosedStream, code: number): RunFailure {
  if (failure !== null && errorCode(failure) === 'ERR_HTTP2_ERROR') {
    const isTooLarge = failure.message.includes('CONTINUATION');

    return protocol(
      isTooLarge ? TOO_MANY_FRAMES : `the answer is not valid HTTP/2: ${failure.message}`,
      failure,
    );
  }

  return protocol(
    `the server reset the request before an answer (RST_STREAM: ${nameOf(code)})${LIKELY.get(code) ?? ''}`,
    failure,
  );
}

/** Limit of Node's HTTP/2: eight frames after the first (CVE-2024-28182), each of at most 16 KB by default. */
const TOO_MANY_FRAMES = 'the response headers are larger than 9 frames of HTTP/2';

/** What else a code stands for: Node sends it by itself when an answer breaks the rule. */
const LIKELY: ReadonlyMap<number, string> = new Map([
  [ERROR_CODES.PROTOCOL_ERROR, ', or its answer is not valid HTTP/2'],
  [ERROR_CODES.ENHANCE_YOUR_CALM, ', or its response headers are larger than 256 KB'],
]);

/** The failure of a body that ended too early. */
function cutOff(closed: ClosedStream, code: number): RunFailure {
  const { progress, connection, failure, sizeBytes } = closed;
  const { goaway, hasEnded } = connection.facts;
  const broken = connectionError(closed);
  const { framing } = progress;
  const isOfAll = goaway !== null && goaway.code !== ERROR_CODES.NO_ERROR;
  if ((hasEnded || broken !== null) && !isOfAll) return bodyCutOff(framing, sizeBytes, broken);
  const far = arrived(framing, sizeBytes);
  const isContradiction =
    code === ERROR_CODES.PROTOCOL_ERROR && !isOfAll && framing?.kind === 'length';
  if (isContradiction) {
    return body(`the body does not have the length that its content-length says: ${far}`, failure);
  }
  const how = isOfAll
    ? `ended the connection (GOAWAY: ${nameOf(code)})`
    : `reset the stream (RST_STREAM: ${nameOf(code)})`;

  return body(`the server ${how} before the body was complete: ${far}`, failure);
}

function nameOf(code: number): string {
  const known = Object.entries(ERROR_CODES).find(([, each]) => each === code);

  return known?.[0] ?? `code ${code}`;
}

function protocol(reason: string, cause: unknown): RunFailure {
  return new RunFailure('target.protocol', reason, { cause });
}

function body(reason: string, cause: unknown): RunFailure {
  return new RunFailure('target.body', reason, { cause });
}
