import type { IncomingMessage } from 'node:http';
import { RunFailure } from '../../core/record/outcome.ts';
import { errorCode } from '../base/node-error.ts';
import { exchangeFailure } from '../http/failure.ts';
import { quoted } from './quoted.ts';

/** Largest message that is read. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** What the library says of a handshake, in other words. */
const HANDSHAKES: ReadonlyMap<string, string> = new Map([
  [
    'Invalid Sec-WebSocket-Accept header',
    'the header "sec-websocket-accept" of its answer is missing or wrong: something on the way answers in place of a WebSocket server',
  ],
  ['Invalid Upgrade header', 'its answer 101 does not have the header "upgrade: websocket"'],
  [
    'Server sent a subprotocol but none was requested',
    'it chose a subprotocol that was not offered',
  ],
  ['Server sent an invalid subprotocol', 'it chose a subprotocol that was not offered'],
  ['Server sent no subprotocol', 'it chose none of the offered subprotocols'],
]);

/** Faults in frames, by the library's codes (RFC 6455, section 5). */
const FRAMES: ReadonlyMap<string, string> = new Map([
  ['WS_ERR_UNEXPECTED_MASK', 'the server sent a masked frame, which only clients may do'],
  ['WS_ERR_INVALID_UTF8', 'the server sent a text that is not UTF-8'],
  [
    'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
    `the server sent a message of more than ${MAX_MESSAGE_BYTES / 1024 / 1024} MB`,
  ],
  ['WS_ERR_INVALID_CLOSE_CODE', 'the server closed with a code that does not exist'],
]);

/** Codes of the close frame (https://www.iana.org/assignments/websocket/websocket.xhtml). */
const CLOSE_CODES: ReadonlyMap<number, string> = new Map([
  [1000, 'normal closure'],
  [1001, 'going away'],
  [1002, 'protocol error'],
  [1003, 'unsupported data'],
  [1007, 'invalid payload'],
  [1008, 'policy violation'],
  [1009, 'message too big'],
  [1010, 'mandatory extension'],
  [1011, 'internal error'],
  [1012, 'service restart'],
  [1013, 'try again later'],
  [1014, 'bad gateway'],
]);

/** Closed without a close frame, and by one without a code (RFC 6455, section 7.4.1). */
const ABNORMAL = 1006;
const NO_CODE = 1005;

/** Why a WebSocket failed, from the library's error. */
export function socketFailure(error: Error, receivedBytes: number): RunFailure {
  const code = errorCode(error);
  const handshake = HANDSHAKES.get(error.message);
  if (handshake !== undefined) return protocol(`the handshake failed: ${handshake}`, error);
  if (code.startsWith('WS_ERR_')) {
    const fault = error.message.replace('Invalid WebSocket frame: ', '');

    return protocol(FRAMES.get(code) ?? `the server sent a malformed frame: ${fault}`, error);
  }
  if (code.startsWith('HPE_')) return protocol(`the answer is not HTTP${beginning(error)}`, error);
  if (receivedBytes > 0 && ['ECONNRESET', 'EPIPE'].includes(code)) {
    return protocol(`the server reset the connection (${code})`, error);
  }
  // Node's words for an end of the connection before an answer, which is no reset.
  const cause = error.message === 'socket hang up' ? null : error;

  return exchangeFailure(new Error(error.message, { cause }), receivedBytes);
}

/** The failure of a WebSocket that the server closed while something was awaited. */
export function closedFailure(code: number, reason: string): RunFailure {
  if (code === ABNORMAL) return protocol('the server closed the connection without a close frame');
  const name = CLOSE_CODES.get(code);
  const shown =
    code === NO_CODE ? 'no code' : `code ${code}${name === undefined ? '' : ` (${name})`}`;
  const why = reason === '' ? '' : `: ${quoted(reason)}`;

  return protocol(`the server closed the WebSocket with ${shown} before the answer${why}`);
}

/** The failure of a handshake that was answered by another status than 101. */
export function refusedHandshake(answer: IncomingMessage, body: string): RunFailure {
  const { statusCode = 0, statusMessage = '', headers } = answer;
  const status = statusMessage === '' ? `${statusCode}` : `${statusCode} ${statusMessage}`;
  const { location } = headers;
  const where =
    location === undefined
      ? ''
      : ` It redirects to ${quoted(location)}; no browser follows it, so use that address.`;
  const shown = body === '' ? 'The body is empty.' : `The body begins with ${quoted(body)}.`;

  return new RunFailure(
    'target.status',
    `answered ${status}; expected 101, the beginning of a WebSocket.${where} ${shown}`,
  );
}

function beginning(error: Error): string {
  const bytes = 'rawPacket' in error && Buffer.isBuffer(error.rawPacket) ? error.rawPacket : null;

  return bytes === null ? '' : `: it begins with ${quoted(bytes.toString('latin1', 0, 40))}`;
}

function protocol(reason: string, cause?: unknown): RunFailure {
  return new RunFailure('target.protocol', reason, { cause });
}
