import { RunFailure } from '../../core/record/outcome.ts';
import { errorCode } from '../base/node-error.ts';
import { exchangeFailure } from '../http/failure.ts';
import { quoted } from './quoted.ts';

/** What a server said when it ended the connection. */
export interface GoAway {
  readonly code: number;
  readonly text: string;
}

/** What is known of a call that has no answer. */
export interface BrokenCall {
  readonly goAway: GoAway | null;
  readonly broken: Error | null;
  readonly hasAnswered: boolean;
}

/** Names of the error codes of HTTP/2 (RFC 9113, section 7). */
const CODES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

/** Why a call got no complete answer. */
export function callFailure({ goAway, broken, hasAnswered }: BrokenCall): RunFailure {
  const when = hasAnswered ? 'within the answer' : 'before an answer';
  if (goAway !== null) {
    const why = goAway.text === '' ? '' : `: ${quoted(goAway.text)}`;
    const name = CODES[goAway.code] ?? `code ${goAway.code}`;

    return protocol(`the server ended the connection ${when} (GOAWAY, ${name})${why}`, broken);
  }
  if (broken === null) return protocol(`the server closed the connection ${when}`, broken);
  const reset = /NGHTTP2_([A-Z0-9_]+)/.exec(broken.message)?.[1];
  if (errorCode(broken) === 'ERR_HTTP2_STREAM_ERROR' && reset !== undefined) {
    return protocol(`the server reset the call ${when} (${reset})`, broken);
  }
  if (/^ERR_HTTP2_(ERROR|SESSION_ERROR)$/.test(errorCode(broken))) {
    return protocol(
      `the server does not speak HTTP/2 on this port, which gRPC needs (${broken.message})`,
      broken,
    );
  }

  return exchangeFailure(new Error(broken.message, { cause: broken }), 0);
}

function protocol(reason: string, cause: Error | null): RunFailure {
  return new RunFailure('target.protocol', reason, { cause });
}
