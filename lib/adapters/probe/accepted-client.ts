import type tls from 'node:tls';
import { RunFailure } from '../../core/record/outcome.ts';
import { handshakeFailure } from '../http/failure.ts';
import { reasonOf } from '../http/time-limit.ts';

/** Servers refuse a client without a certificate at once; this is for a slow machine. */
const LEAST_MS = 50;

/**
 * Waits whether the server keeps the connection. With TLS 1.3 the handshake of the client ends before the server has
 * judged its certificate: the refusal arrives one round trip later, which is at most as long as the handshake. Throws
 * a RunFailure for a server that refuses the client.
 */
export async function acceptedClient(
  socket: tls.TLSSocket,
  { handshakeMs, signal }: { readonly handshakeMs: number; readonly signal: AbortSignal },
): Promise<void> {
  if (socket.getProtocol() !== 'TLSv1.3') return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(settle, Math.max(LEAST_MS, handshakeMs));
    socket.once('error', onError);
    socket.once('end', onEnd);
    signal.addEventListener('abort', onAbort);
    // A socket that is not read does not notice its end.
    socket.resume();

    function settle(): void {
      clearTimeout(timer);
      socket.removeListener('error', onError);
      socket.removeListener('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      resolve();
    }

    function onError(error: Error): void {
      reject(handshakeFailure(error, []));
      settle();
    }

    function onEnd(): void {
      reject(new RunFailure('target.tls', CLOSED));
      settle();
    }

    function onAbort(): void {
      reject(reasonOf(signal));
      settle();
    }
  });
}

const CLOSED =
  'the server closed the connection right after the TLS handshake, as servers do that require a client certificate';
