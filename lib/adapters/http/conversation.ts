import type net from 'node:net';
import { asError } from '../base/node-error.ts';
import type { Hop } from './exchange.ts';
import { type Conversation, incomingAnswer, type IncomingOptions } from './incoming-answer.ts';
import { requestHead } from './request-head.ts';
import { reasonOf } from './time-limit.ts';

/** The request, its limit, and what of the answer is wanted. */
export interface ConversationOptions extends IncomingOptions {
  readonly hop: Hop;
  readonly signal: AbortSignal;
}

/**
 * Sends a request over a connection and reads the answer, each phase timed. An answer counts whenever
 * it comes, also before the whole request has been sent. Destroys the socket on failure.
 */
export async function converse(
  socket: net.Socket,
  options: ConversationOptions,
): Promise<Conversation> {
  const { signal, entry } = options;

  return new Promise<Conversation>((resolve, reject) => {
    const answer = incomingAnswer(options, fail);
    const head = requestHead(options.hop);
    const listeners = [
      ['data', (bytes: Buffer) => attempt(() => answer.push(bytes))],
      ['end', () => attempt(() => answer.end(null))],
      ['error', (error: Error) => attempt(() => answer.end(error))],
      ['close', () => attempt(() => answer.end(null))],
    ] as const;
    for (const [event, listener] of listeners) socket.on(event, listener);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else if (socket.destroyed) attempt(() => answer.end(socket.errored));
    else {
      entry.clock.enter('send');
      send(socket, { head, body: options.hop.body }, () => answer.onSent());
    }

    function attempt(step: () => Conversation | null): void {
      try {
        const done = step();
        if (done === null) return;
        detach();
        resolve(done);
      } catch (error) {
        fail(error);
      }
    }

    function onAbort(): void {
      fail(reasonOf(signal));
    }

    function fail(error: unknown): void {
      detach();
      entry.clock.stop();
      answer.abandon();
      abandon(socket);
      reject(asError(error));
    }

    function detach(): void {
      for (const [event, listener] of listeners) socket.removeListener(event, listener);
      signal.removeEventListener('abort', onAbort);
    }
  });
}

/** Closes a connection that is no longer needed. */
export function abandon(socket: net.Socket): void {
  // An error that still arrives must not be an uncaught exception.
  socket.on('error', () => undefined);
  socket.destroy();
}

/** Bodies of up to this size are sent in one write with the head. */
const JOINED_BYTES = 64 * 1024;

function send(
  socket: net.Socket,
  { head, body }: { readonly head: Buffer; readonly body: Buffer | null },
  onSent: () => void,
): void {
  const isJoined = body !== null && body.length <= JOINED_BYTES;
  if (body !== null && !isJoined) socket.write(head);
  const rest = isJoined ? Buffer.concat([head, body]) : (body ?? head);
  socket.write(rest, (error) => {
    if (!error) onSent();
  });
}
