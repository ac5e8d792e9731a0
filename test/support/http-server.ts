import http from 'node:http';
import { closer, listen } from './listening.ts';

/** A web server on loopback with one handler. */
export interface TestServer {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

export type Handler = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
  body: string,
) => void;

/** Starts a server that reads each request whole before it hands it to `handle`. */
export async function startServer(handle: Handler, host = '127.0.0.1'): Promise<TestServer> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handle(request, response, Buffer.concat(chunks).toString()));
  });
  const close = closer(server);
  const port = await listen(server, host);
  const shown = host.includes(':') ? `[${host}]` : host;

  return { origin: `http://${shown}:${port}`, port, close };
}
