import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** A listening server and its address. */
interface Listening {
  readonly server: http.Server;
  readonly url: string;
  /** Closes the server and all its connections. */
  close(): Promise<void>;
}

/** Host name and TLS settings of a server. */
interface Place {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Certificate and key in PEM; with them the server uses HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Starts a server; port 0: any free port. */
export async function listen(
  listener: RequestListener,
  port: number,
  { host = '127.0.0.1', tls }: Place,
): Promise<Listening> {
  const server = tls === undefined ? http.createServer() : https.createServer(tls);
  // The server does not close upgraded sockets by itself.
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
