import net from 'node:net';
import tls from 'node:tls';
import { bareHost } from '../net/address-guard.ts';
import { reasonOf } from './time-limit.ts';

/** The trust store and the limit of a handshake. */
export interface SecureOptions {
  readonly context: tls.SecureContext;
  readonly signal: AbortSignal;
}

const contexts = new Map<string, tls.SecureContext>();

/**
 * The trust store, created once for all sessions: parsing Node's authorities takes tens of
 * milliseconds, which must not count as handshake time. `ca` (PEM) is trusted in addition to them.
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
 * Performs a TLS handshake on a connected socket, without session resumption. An invalid
 * certificate is accepted here, so that its facts can be read: the caller must call
 * `certificateProblem` before sending anything.
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
