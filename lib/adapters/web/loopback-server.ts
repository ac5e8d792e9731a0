import http from 'node:http';
import type { Socket } from 'node:net';
import type { WebHandler } from '../../core/dashboard/web-port.ts';
import { SECURITY_HEADERS, sendAnswer, sendPlain } from './send-answer.ts';
import { errorText } from '../../core/base/error-text.ts';

/** The port of a server, and its handler. */
export interface LoopbackOptions {
  /** 0: any free port. */
  readonly port: number;
  /** The number of following ports to try when it is in use. */
  readonly morePorts: number;
  readonly handler: WebHandler;
  /** Gets the errors of handlers; clients get a general message only. */
  readonly onFault: (error: unknown) => void;
}

/** A server that only this machine can reach. */
export interface LoopbackServer {
  readonly port: number;
  /** Such as `http://127.0.0.1:4180`. */
  readonly origin: string;
  /** Ends within a second: open connections are closed. */
  close(): Promise<void>;
}

/** Loopback only: no other machine can reach it. */
const HOST = '127.0.0.1';
const MAX_PORT = 65_535;
const MAX_HEADER_BYTES = 16_384;
/** Longer than any link of a page: a name takes up to nine bytes per character. */
const MAX_TARGET_CHARACTERS = 8_192;
const MAX_CONNECTIONS = 256;
/** The time for receiving a whole request. */
const REQUEST_MS = 10_000;
/** The time without a byte in either direction. */
const SILENCE_MS = 60_000;
const KEEP_ALIVE_MS = 5_000;
const CHECK_MS = 1_000;
/** The time for finishing open answers when the server is closed. */
const CLOSE_GRACE_MS = 500;

/** Serves on loopback. Rejects with what to do next when no port can be opened. */
export async function serveLoopback(options: LoopbackOptions): Promise<LoopbackServer> {
  const { port: first, morePorts } = options;
  const last = first === 0 ? 0 : Math.min(first + morePorts, MAX_PORT);
  for (let port = first; ; port += 1) {
    const server = newServer(options);
    try {
      return serverOn(server, await listening(server, port));
    } catch (error) {
      if (port >= last || !isTaken(error)) throw portError(error, first, last);
    }
  }
}

function newServer(options: LoopbackOptions): http.Server {
  const server = http.createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: REQUEST_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
      // Node's own error answer has no security headers.
      requireHostHeader: false,
    },
    (request, response) => void answer(request, response, options),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = SILENCE_MS;
  server.on('clientError', rejectBroken);
  server.on('checkExpectation', (request: http.IncomingMessage, response: http.ServerResponse) => {
    sendPlain(ODD_EXPECTATION, request, response).catch(options.onFault);
  });

  return server;
}

/** Never rejects: an error ends one answer, and is reported. */
async function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { handler, onFault }: LoopbackOptions,
): Promise<void> {
  try {
    // No request needs a body: it is discarded.
    request.resume();
    const rejection = rejectionOf(request);
    if (rejection !== null) return await sendPlain(rejection, request, response);
    const lastEventId = request.headers['last-event-id'];
    const given = await handler({
      target: request.url ?? '/',
      lastEventId: typeof lastEventId === 'string' ? lastEventId : null,
    });
    if (response.destroyed) return undefined;
    await sendAnswer(given, request, response);
  } catch (error) {
    onFault(error);
    if (response.headersSent) response.destroy();
    else await sendPlain(FAULT, request, response).catch(onFault);
  }
}

const FAULT = {
  status: 500,
  message: 'Cannot show this page. The terminal of the server has the reason.',
} as const;

const ODD_EXPECTATION = { status: 417, message: 'This server does not support Expect.' } as const;

function rejectionOf(request: http.IncomingMessage): Parameters<typeof sendPlain>[0] | null {
  const { method, url = '', headers, socket } = request;
  const port = socket.localPort ?? 0;
  if (!isOwnHost(headers.host, port)) {
    return {
      status: 421,
      message: `This server is at http://127.0.0.1:${port} and http://localhost:${port} only.`,
    };
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return {
      status: 405,
      message: 'Expected GET or HEAD.',
      headers: { Allow: 'GET, HEAD' },
    };
  }
  if (url.length > MAX_TARGET_CHARACTERS) {
    return {
      status: 414,
      message: `This address is too long; expected at most ${MAX_TARGET_CHARACTERS} characters.`,
    };
  }
  if (!url.startsWith('/'))
    return { status: 400, message: 'Expected a path that begins with "/".' };

  return null;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
/** Browsers leave out this port in `Host`. */
const DEFAULT_HTTP_PORT = 80;

/**
 * Whether a request is for this server. It protects against DNS rebinding: a foreign page whose name
 * resolves to this machine has the same origin for the browser, but its own name in `Host`.
 */
function isOwnHost(host: string | undefined, port: number): boolean {
  if (host === undefined) return false;
  const name = host.toLowerCase();

  return LOOPBACK_NAMES.some(
    (own) => name === `${own}:${port}` || (port === DEFAULT_HTTP_PORT && name === own),
  );
}

/** Answers a request that is not HTTP, too large or too slow. */
function rejectBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = BROKEN[error.code ?? ''] ?? '400 Bad Request';
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`);
  socket.end(
    [`HTTP/1.1 ${status}`, ...headers, 'Connection: close', 'Content-Length: 0', '', ''].join(
      '\r\n',
    ),
  );
}

const BROKEN: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

async function listening(server: http.Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: HOST, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('Not a TCP server');

  return address.port;
}

function serverOn(server: http.Server, port: number): LoopbackServer {
  return {
    port,
    origin: `http://${HOST}:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      const forced = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      await closed;
      clearTimeout(forced);
    },
  };
}

function isTaken(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE'
  );
}

function portError(cause: unknown, first: number, last: number): Error {
  const ports = first === last ? `port ${first}` : `any port from ${first} to ${last}`;
  const reason = errorText(cause);
  const what = isTaken(cause) ? `${first === last ? 'it is' : 'they are'} in use` : reason;

  return new Error(
    `Cannot serve on ${ports} of ${HOST}: ${what}; expected a free port that you may use, such as --port 0 for any`,
    { cause },
  );
}
