import net from 'node:net';
import tls from 'node:tls';
import { bareHost } from '../net/address-guard.ts';
import { reasonOf } from './time-limit.ts';

/** How a TLS session is made. */
export interface SecureOptions {
  readonly context: tls.SecureContext;
  readonly signal: AbortSignal;
}

const contexts = new Map<string, tls.SecureContext>();

/**
 * The trust store, made once for all sessions: parsing Node's authorities takes tens of
 * milliseconds that are no part of any handshake. `ca` (PEM) is trusted in addition to them.
 */
export function trustStore(ca: string | null): tls.SecureContext {
  const key = ca ?? '';
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const made = tls.createSecureContext(ca === null ? {} : { ca: [...tls.rootCertificates, ca] });
  contexts.set(key, made);

  return made;
}

/**
 * Shakes hands over a connected socket, without resuming earlier sessions. A certificate that does
 * not verify is let through, so that its facts can be read: the caller must ask
 * `certificateProblem` before anything is sent.
 */
export async function secure(
  socket: net.Socket,
  url: URL,
  { context, signal }: SecureOptions,
): Promise<tls.TLSSocket> {
  const host = bareHost(url);
  const session = tls.connect({
    socket,
    host,
    servername: net.isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    secureContext: context,
    rejectUnauthorized: false,
    // Reading a certificate is no part of the handshake's time: `certificateProblem` does it afterwards.
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
