import type { Cause } from '../../../core/record/outcome.ts';

/** What one of Chromium's network errors means. */
export interface NetworkCause {
  readonly cause: Cause;
  /** Completes "the document at URL …". */
  readonly words: string;
}

/**
 * Chromium's network errors that say by themselves whose trouble it is. Names and certificates are
 * not among them: those need a look of our own.
 * https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h
 */
const CAUSES: ReadonlyMap<string, NetworkCause> = new Map([
  ['CONNECTION_REFUSED', of('target.connect', 'was not served: the connection was refused')],
  ['CONNECTION_FAILED', of('target.connect', 'was not served: the connection failed')],
  ['CONNECTION_TIMED_OUT', of('target.connect', 'was not served: no answer to any connection')],
  ['ADDRESS_UNREACHABLE', of('target.connect', 'was not served: its address cannot be reached')],
  ['ADDRESS_INVALID', of('target.connect', 'was not served: its address is not valid')],
  ['CONNECTION_RESET', of('target.protocol', 'got no answer: the server reset the connection')],
  ['CONNECTION_CLOSED', of('target.protocol', 'got no answer: the server closed the connection')],
  ['CONNECTION_ABORTED', of('target.protocol', 'got no answer: the connection was broken off')],
  ['SOCKET_NOT_CONNECTED', of('target.protocol', 'got no answer: the connection was broken off')],
  ['EMPTY_RESPONSE', of('target.protocol', 'got an empty answer: not a byte was sent')],
  ['INVALID_HTTP_RESPONSE', of('target.protocol', 'got an answer that is not HTTP')],
  ['INVALID_RESPONSE', of('target.protocol', 'got an answer that is not valid HTTP')],
  ['TOO_MANY_REDIRECTS', of('target.protocol', 'is a redirect loop: too many redirects')],
  ['INVALID_REDIRECT', of('target.protocol', 'redirects to something that is no URL')],
  ['UNSAFE_REDIRECT', of('target.protocol', 'redirects to where a page must not lead')],
  ['RESPONSE_HEADERS_TOO_BIG', of('target.protocol', 'has headers too large for a browser')],
  ['RESPONSE_HEADERS_TRUNCATED', of('target.protocol', 'was cut short within its headers')],
  ['RESPONSE_BODY_TOO_BIG_TO_DRAIN', of('target.body', 'has a body too large')],
  ['BLOCKED_BY_RESPONSE', of('target.protocol', 'was blocked by its own security headers')],
  ['CONTENT_LENGTH_MISMATCH', of('target.body', 'was cut short: fewer bytes came than announced')],
  ['INCOMPLETE_CHUNKED_ENCODING', of('target.body', 'was cut short: its last chunk never came')],
  ['INVALID_CHUNKED_ENCODING', of('target.body', 'cannot be decoded: its chunks are malformed')],
  ['CONTENT_DECODING_FAILED', of('target.body', 'cannot be decoded: not its Content-Encoding')],
  ['CONTENT_DECODING_INIT_FAILED', of('target.body', 'has an unknown Content-Encoding')],
  ['TIMED_OUT', of('target.timeout', 'got no answer in time')],
  ['INTERNET_DISCONNECTED', of('monitor.network', 'was not asked for: this machine is offline')],
  ['NETWORK_CHANGED', of('monitor.network', 'was given up: this machine changed its network')],
  ['NETWORK_IO_SUSPENDED', of('monitor.network', 'was given up: this machine was suspended')],
  ['NETWORK_ACCESS_DENIED', of('monitor.network', 'was not asked for: not permitted here')],
  ['INSUFFICIENT_RESOURCES', of('monitor.memory', 'was given up: this machine lacks resources')],
  ['OUT_OF_MEMORY', of('monitor.memory', 'was given up: this machine has no memory left')],
  ['FILE_NO_SPACE', of('monitor.disk', 'was given up: this machine has no disk space left')],
]);

function of(cause: Cause, words: string): NetworkCause {
  return { cause, words };
}

/** The meaning of a code such as `net::ERR_EMPTY_RESPONSE`; null where it is not known here. */
export function networkCause(code: string): NetworkCause | null {
  const name = code.replace(/^net::ERR_/, '');
  if (/^(HTTP2|QUIC|HTTP_1_1)_/.test(name)) {
    return of('target.protocol', 'got an answer that breaks its protocol');
  }

  return CAUSES.get(name) ?? null;
}

/** The first network error that a text names, such as `net::ERR_FAILED`; null: none. */
export function networkCodeIn(text: string): string | null {
  return /net::ERR_[A-Z0-9_]+/.exec(text)?.[0] ?? null;
}
