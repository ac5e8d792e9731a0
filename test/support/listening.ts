import type net from 'node:net';

/** Listens on a free port of `host` and returns the port. */
export async function listen(server: net.Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });

  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('Not a TCP server');

  return address.port;
}

/** Follows a server's connections; the returned function destroys them and closes the server. */
export function closer(server: net.Server): () => Promise<void> {
  const open = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => open.delete(socket));
  });

  return async () => {
    for (const socket of open) socket.destroy();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  };
}
