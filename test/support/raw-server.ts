import net from 'node:net';
import { closer, listen } from './listening.ts';

/** A server that answers every request with given bytes and ends the connection. */
export interface RawServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Starts the server. `answer` is read as Latin-1 where it is a text. */
export async function rawServer(answer: string | Buffer): Promise<RawServer> {
  const bytes = typeof answer === 'string' ? Buffer.from(answer, 'latin1') : answer;
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  const close = closer(server);

  return { origin: `http://127.0.0.1:${await listen(server)}`, close };
}
