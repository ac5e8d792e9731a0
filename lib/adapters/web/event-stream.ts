import type { ServerResponse } from 'node:http';
import type { EventSink } from '../../core/dashboard/web-port.ts';

/** A client with more unread bytes has stopped reading. */
const MAX_UNREAD_BYTES = 256 * 1_024;

/** Turns an answer into a stream of events, until the client leaves or is too slow. */
export function openEventStream(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  listen: (sink: EventSink) => () => void,
): void {
  let leave: (() => void) | null = null;
  response.writeHead(200, {
    ...headers,
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  // No time-out: the heartbeat of the events detects clients that have left.
  response.setTimeout(0);
  response.once('close', () => leave?.());
  // A write to a client that has left; `close` follows.
  response.once('error', () => undefined);
  leave = listen({
    send: (text) => {
      if (response.writableEnded || response.destroyed) return false;
      response.write(text);
      if (response.writableLength <= MAX_UNREAD_BYTES) return true;
      response.destroy();

      return false;
    },
    end: () => {
      response.end();
    },
  });
  if (response.destroyed) leave();
}
