import net from 'node:net';
import tls from 'node:tls';
import { reasonOf } from './time-limit.ts';

/** The trust store, the protocols and the limit of a handshake. */
export interface SecureOptions {
  readonly context: tls.SecureContext;
  readonly signal: AbortSignal;
  /** Protocols to offer (ALPN); empty: the extension is not sent. */
  readonly alpn: readonly string[];
}

/**
 * Performs a TLS handshake on a connected socket, without session resumption. An invalid
 * certificate is accepted here, so that its facts can be read: the caller must call
 * `certificateProblem` before sending anything.
 */
export async function secure(
  socket: net.Socket,
  host: string,
  { context, signal, alpn }: SecureOptions,
): Promise<tls.TLSSocket> {
  const session = tls.connect({
    socket,
    host,
    servername: net.isIP(host) === 0 ? host : '',
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
    secureContext: context,
    rejectUnauthorized: false,
    // Reading a certificate must not count as handshake time: `certificateProblem` does it
    // afterwards.
    checkServerIdentity: () => undefined,
  });

  return new Promise<tls.TLSSocket>((resolve, reject) => {
    session.once('secureConnect', onSecure);
    session.once('error', onError);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();

    function onSecure(): void {
      detach();
      resolve(session);
    }

    function onError(error: Error): void {
      detach();
      socket.destroy();
      reject(error);
    }

    function onAbort(): void {
      detach();
      session.on('error', () => undefined);
      session.destroy();
      socket.destroy();
      reject(reasonOf(signal));
    }

    function detach(): void {
      session.removeListener('secureConnect', onSecure);
      session.removeListener('error', onError);
      signal.removeEventListener('abort', onAbort);
    }
  });
}
