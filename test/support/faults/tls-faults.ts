import net from 'node:net';
import tls from 'node:tls';
import { makeAuthority, makeLeaf } from '../certificates.ts';
import { closer, listen } from '../listening.ts';

/** What can go wrong in a TLS handshake, beside the certificate. */
export type TlsFault = 'closed' | 'reset' | 'silent' | 'plain' | 'alert' | 'old' | 'client-cert';

/** One server for each fault. */
export interface TlsFaults {
  url(fault: TlsFault): string;
  close(): Promise<void>;
}

/** A fatal alert of TLS 1.2: handshake_failure. https://www.rfc-editor.org/rfc/rfc8446#section-6 */
const HANDSHAKE_FAILURE = Buffer.from([21, 3, 3, 0, 2, 2, 40]);
/** OpenSSL 3 has protocols below TLS 1.2 only at its lowest level of security. */
const OLD_CIPHERS = 'DEFAULT@SECLEVEL=0';

/** Starts them. */
export async function startTlsFaults(): Promise<TlsFaults> {
  const pair = await makeLeaf(await makeAuthority());
  const servers: Readonly<Record<TlsFault, net.Server>> = {
    closed: afterHello((socket) => socket.end()),
    reset: afterHello((socket) => socket.resetAndDestroy()),
    silent: afterHello(() => undefined),
    plain: afterHello((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    alert: afterHello((socket) => socket.end(HANDSHAKE_FAILURE)),
    old: tls.createServer({
      ...pair,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: OLD_CIPHERS,
    }),
    'client-cert': tls.createServer({ ...pair, requestCert: true, maxVersion: 'TLSv1.2' }),
  };
  const started = Object.entries(servers).map(async ([fault, server]) => {
    server.on('tlsClientError', () => undefined);
    const close = closer(server);

    return [fault, { port: await listen(server), close }] as const;
  });
  const running = new Map(await Promise.all(started));

  return {
    url: (fault) => `https://127.0.0.1:${running.get(fault)?.port ?? 0}/`,
    close: async () => {
      await Promise.all([...running.values()].map(async ({ close }) => close()));
    },
  };
}

function afterHello(behave: (socket: net.Socket) => void): net.Server {
  return net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => behave(socket));
  });
}
