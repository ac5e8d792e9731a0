import type net from 'node:net';
import { errorCode } from '../base/node-error.ts';
import { abandon } from '../http/conversation.ts';
import { localFailure, unknownFailure } from '../http/failure.ts';
import { reasonOf } from '../http/time-limit.ts';
import { RunFailure } from '../../core/record/outcome.ts';

/** A connection that a probe writes to and reads from. */
export interface ByteStream {
  /** Resolves when the kernel has taken the bytes. */
  write(bytes: Uint8Array | string): Promise<void>;
  /** The next bytes, or null when the other side has ended. Rejects when the connection broke or time is over. */
  next(): Promise<Buffer | null>;
  /** Closes the connection, whatever happens on it. */
  close(): void;
}

/** Errors of a connection that the other side has broken. */
const BROKEN = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];

/** Takes over a connected socket; call it at once, so that no error of the socket is unhandled. */
export function byteStream(socket: net.Socket, signal: AbortSignal): ByteStream {
  const chunks: Buffer[] = [];
  const waiting: (() => void)[] = [];
  let end: { readonly error: Error | null } | null = null;

  function wake(): void {
    waiting.shift()?.();
  }

  function finish(error: Error | null): void {
    end ??= { error };
    wake();
  }

  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    wake();
  });
  socket.on('end', () => finish(null));
  socket.on('close', () => finish(null));
  socket.on('error', (error) => finish(streamFailure(error)));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();

  function onAbort(): void {
    finish(reasonOf(signal));
    abandon(socket);
  }

  return {
    write: async (bytes) =>
      new Promise<void>((resolve, reject) => {
        socket.write(bytes, (error) =>
          error ? reject(end?.error ?? streamFailure(error)) : resolve(),
        );
      }),
    next: async () => {
      for (;;) {
        const chunk = chunks.shift();
        if (chunk !== undefined) return chunk;
        if (end !== null) return ended(end);
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
    close: () => {
      signal.removeEventListener('abort', onAbort);
      abandon(socket);
    },
  };
}

function ended({ error }: { readonly error: Error | null }): null {
  if (error !== null) throw error;

  return null;
}

function streamFailure(error: Error): RunFailure {
  const code = errorCode(error);
  if (!BROKEN.includes(code)) return localFailure(error) ?? unknownFailure(error);

  return new RunFailure('target.protocol', `the server reset the connection (${code})`, {
    cause: error,
  });
}
