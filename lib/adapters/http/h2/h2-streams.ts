import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2';
import { setImmediate } from 'node:timers/promises';
import { NoAnswer } from '../incoming-answer.ts';

/** What is known about a connection, besides its requests. */
export interface ConnectionFacts {
  /** What the server said when it ended the connection (RFC 9113, section 6.8). */
  goaway: { readonly code: number; readonly lastStreamId: number } | null;
  /** Whether the server's settings have arrived; they are the first that it must send. */
  hasSettings: boolean;
  /** Whether the other side has closed the connection. */
  hasEnded: boolean;
  /** The error of the socket; null: none. */
  socketError: Error | null;
}

/** The requests of a connection. */
export interface H2Streams {
  request(fields: OutgoingHttpHeaders, hasBody: boolean): ClientHttp2Stream;
  /** Bytes that the server takes before it must make room for more (flow control of the connection). */
  windowBytes(): number;
  /**
   * Whether Node has given the connection up because the server's bytes are no HTTP/2. It reports no error, and
   * then neither reads nor writes: a ping stays in the queue.
   */
  isGivenUp(): Promise<boolean>;
}

/** Creates requests over a session. */
export function h2Streams(session: ClientHttp2Session, facts: ConnectionFacts): H2Streams {
  const unsent = new Set<ClientHttp2Stream>();

  return {
    request: (fields, hasBody) => {
      if (session.closed || session.destroyed) throw new NoAnswer(null, facts.socketError);
      const stream = session.request(fields, { endStream: !hasBody });
      if (hasBody) noteSending(stream, unsent);

      return stream;
    },
    // What is not sent may be in the queue because TCP takes no more.
    isGivenUp: async () => unsent.size === 0 && isGivenUp(session),
    windowBytes: () => session.state.remoteWindowSize ?? 0,
  };
}

function noteSending(stream: ClientHttp2Stream, unsent: Set<ClientHttp2Stream>): void {
  unsent.add(stream);
  stream.once('finish', () => unsent.delete(stream));
  stream.once('close', () => unsent.delete(stream));
}

async function isGivenUp(session: ClientHttp2Session): Promise<boolean> {
  if (session.destroyed || session.closed) return false;
  session.ping(() => undefined);
  await setImmediate();

  return (session.state.outboundQueueSize ?? 0) > 0;
}
