import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import type { TLSSocket } from 'node:tls';
import { makeAuthority, makeLeaf } from './certificates.ts';
import { closer, listen } from './listening.ts';

/** A server that answers from a table, and remembers who came. */
export interface PageServer {
  readonly origin: string;
  /** Paths in order of request. */
  readonly seen: string[];
  /** For each connection whether its TLS session was resumed; plain ones count as not. */
  readonly connections: boolean[];
  close(): Promise<void>;
}

/** The answer to one path: a page, or whatever the function does. */
export type Answer =
  | string
  | ((request: http.IncomingMessage, response: http.ServerResponse) => void);

/** Starts it; with `tls`, under a certificate of an authority that is not trusted. */
export async function startPages(
  answers: Readonly<Record<string, Answer>>,
  options: { readonly tls?: boolean } = {},
): Promise<PageServer> {
  const seen: string[] = [];
  const connections: boolean[] = [];
  function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    seen.push(pathname);
    const given = answers[pathname];
    if (typeof given === 'function') {
      given(request, response);

      return;
    }
    response.statusCode = given === undefined ? 404 : 200;
    response.setHeader('content-type', 'text/html');
    response.end(given === undefined ? 'none' : `<!doctype html><title>Page</title>${given}`);
  }
  const server = options.tls === true ? await secureServer(answer) : http.createServer(answer);
  server.on(options.tls === true ? 'secureConnection' : 'connection', (socket: net.Socket) => {
    connections.push(isResumed(socket));
  });
  const close = closer(server);
  const scheme = options.tls === true ? 'https' : 'http';

  return { origin: `${scheme}://127.0.0.1:${await listen(server)}`, seen, connections, close };
}

async function secureServer(answer: http.RequestListener): Promise<https.Server> {
  const pair = await makeLeaf(await makeAuthority());

  return https.createServer({ key: pair.key, cert: pair.cert }, answer);
}

function isResumed(socket: net.Socket | TLSSocket): boolean {
  return 'isSessionReused' in socket && socket.isSessionReused();
}
