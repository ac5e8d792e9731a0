import type { ServerResponse } from 'node:http';
import type { EventSink } from '../../core/dashboard/web-port.ts';

/** Who leaves so much unread has stopped to read. */
const MAX_UNREAD_BYTES = 256 * 1_024;

/** Turns an answer into a stream of events, until its reader goes or is too slow. */
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
  // Silence is no fault of a stream; the events' own heartbeat finds out who has gone.
  response.setTimeout(0);
  response.once('close', () => leave?.());
  // A write to somebody who has gone; the end of the answer is told as well.
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
