import type { Cause } from '../../../core/record/outcome.ts';

/** Cause and description of a network error of Chromium. */
export interface NetworkCause {
  readonly cause: Cause;
  /** Predicate of the sentence "The document URL …". */
  readonly predicate: string;
}

/**
 * Chromium's network errors whose cause is clear from the code. Errors of names and certificates
 * are not among them, because they need a check from this process.
 * https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h
 */
const CAUSES: ReadonlyMap<string, NetworkCause> = new Map([
  ['CONNECTION_REFUSED', of('target.connect', 'could not be loaded: the connection was refused')],
  ['CONNECTION_FAILED', of('target.connect', 'could not be loaded: the connection failed')],
  ['CONNECTION_TIMED_OUT', of('target.connect', 'could not be loaded: the connection timed out')],
  ['ADDRESS_UNREACHABLE', of('target.connect', 'could not be loaded: its address is unreachable')],
  ['ADDRESS_INVALID', of('target.connect', 'could not be loaded: its address is not valid')],
  ['CONNECTION_RESET', of('target.protocol', 'got no answer: the server reset the connection')],
  ['CONNECTION_CLOSED', of('target.protocol', 'got no answer: the server closed the connection')],
  ['CONNECTION_ABORTED', of('target.protocol', 'got no answer: the connection was aborted')],
  ['SOCKET_NOT_CONNECTED', of('target.protocol', 'got no answer: the connection was aborted')],
  ['EMPTY_RESPONSE', of('target.protocol', 'got an empty answer: the server sent no bytes')],
  ['INVALID_HTTP_RESPONSE', of('target.protocol', 'got an answer that is not HTTP')],
  ['INVALID_RESPONSE', of('target.protocol', 'got an answer that is not valid HTTP')],
  ['TOO_MANY_REDIRECTS', of('target.protocol', 'is a redirect loop: too many redirects')],
  ['INVALID_REDIRECT', of('target.protocol', 'redirects to an invalid URL')],
  ['UNSAFE_REDIRECT', of('target.protocol', 'redirects to an address that a page must not open')],
  ['RESPONSE_HEADERS_TOO_BIG', of('target.protocol', 'has headers too large for a browser')],
  ['RESPONSE_HEADERS_TRUNCATED', of('target.protocol', 'was cut off within its headers')],
  ['RESPONSE_BODY_TOO_BIG_TO_DRAIN', of('target.body', 'has a body that is too large')],
  ['BLOCKED_BY_RESPONSE', of('target.protocol', 'was blocked by its own security headers')],
  ['CONTENT_LENGTH_MISMATCH', of('target.body', 'was cut off: fewer bytes arrived than announced')],
  ['INCOMPLETE_CHUNKED_ENCODING', of('target.body', 'was cut off: its last chunk is missing')],
  ['INVALID_CHUNKED_ENCODING', of('target.body', 'cannot be decoded: its chunks are malformed')],
  ['CONTENT_DECODING_FAILED', of('target.body', 'cannot be decoded: wrong Content-Encoding')],
  ['CONTENT_DECODING_INIT_FAILED', of('target.body', 'has an unknown Content-Encoding')],
  ['TIMED_OUT', of('target.timeout', 'got no answer in time')],
  ['INTERNET_DISCONNECTED', of('monitor.network', 'was not requested: this machine is offline')],
  ['NETWORK_CHANGED', of('monitor.network', 'was aborted: this machine changed its network')],
  ['NETWORK_IO_SUSPENDED', of('monitor.network', 'was aborted: this machine was suspended')],
  ['NETWORK_ACCESS_DENIED', of('monitor.network', 'was not requested: network access is denied')],
  ['INSUFFICIENT_RESOURCES', of('monitor.memory', 'was aborted: this machine lacks resources')],
  ['OUT_OF_MEMORY', of('monitor.memory', 'was aborted: this machine has no memory left')],
  ['FILE_NO_SPACE', of('monitor.disk', 'was aborted: this machine has no disk space left')],
]);

function of(cause: Cause, predicate: string): NetworkCause {
  return { cause, predicate };
}

/** Cause of a code such as `net::ERR_EMPTY_RESPONSE`; null if it is not in the list. */
export function networkCause(code: string): NetworkCause | null {
  const name = code.replace(/^net::ERR_/, '');
  if (/^(HTTP2|QUIC|HTTP_1_1)_/.test(name)) {
    return of('target.protocol', 'got an answer that violates its protocol');
  }

  return CAUSES.get(name) ?? null;
}

/** The first network error code in a text, such as `net::ERR_FAILED`; null if there is none. */
export function networkCodeIn(text: string): string | null {
  return /net::ERR_[A-Z0-9_]+/.exec(text)?.[0] ?? null;
}
