import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** A server that listens, and where. */
export interface Listening {
  readonly server: http.Server;
  readonly url: string;
  /** Closes it, whoever is still there. */
  close(): Promise<void>;
}

/** Where a server listens besides its port, and how it speaks. */
export interface Place {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** PEM texts; with them it speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Opens a server; port 0 is any free one. */
export async function listen(
  listener: RequestListener,
  port: number,
  { host = '127.0.0.1', tls }: Place,
): Promise<Listening> {
  const server = tls === undefined ? http.createServer() : https.createServer(tls);
  // An upgraded socket is no connection of HTTP any more: the server itself would wait for its end.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;

  return {
    server,
    url: `${tls === undefined ? 'http' : 'https'}://${host}:${bound}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
