import http from 'node:http';
import type { Socket } from 'node:net';
import type { WebHandler } from '../../core/dashboard/web-port.ts';
import { isOwnHost } from './host-check.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { sendAnswer, sendPlain } from './send-answer.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Where to listen, and who answers. */
export interface LoopbackOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** So many ports after it are tried where it is taken. */
  readonly morePorts: number;
  readonly handler: WebHandler;
  /** Told of faults that readers are told of in general words only. */
  readonly onFault: (error: unknown) => void;
}

/** A server for the people of this machine. */
export interface LoopbackServer {
  readonly port: number;
  /** Such as `http://127.0.0.1:4180`. */
  readonly origin: string;
  /** Ends within a second, whoever still reads. */
  close(): Promise<void>;
}

/** Loopback only: no other machine reaches it. */
const HOST = '127.0.0.1';
const MAX_PORT = 65_535;
const MAX_HEADER_BYTES = 16_384;
/** Longer than any link of a page: names come in with up to nine bytes a character. */
const MAX_TARGET_CHARACTERS = 8_192;
const MAX_CONNECTIONS = 256;
/** For a request to come in whole. */
const REQUEST_MS = 10_000;
/** Without a byte either way. */
const SILENCE_MS = 60_000;
const KEEP_ALIVE_MS = 5_000;
const CHECK_MS = 1_000;
/** For the answers under way when it is closed. */
const FAREWELL_MS = 500;

/** Serves on loopback. Rejects, with what to do about it, where no port can be had. */
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
      // Node's own refusal has no policies.
      requireHostHeader: false,
    },
    (request, response) => void answer(request, response, options),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = SILENCE_MS;
  server.on('clientError', refuseBroken);
  server.on('checkExpectation', (request: http.IncomingMessage, response: http.ServerResponse) => {
    sendPlain(ODD_EXPECTATION, request, response).catch(options.onFault);
  });

  return server;
}

/** Never rejects: a fault ends one answer, and is told. */
async function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { handler, onFault }: LoopbackOptions,
): Promise<void> {
  try {
    // Nothing is ever sent here: a body is thrown away.
    request.resume();
    const refusal = refusalOf(request);
    if (refusal !== null) return await sendPlain(refusal, request, response);
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
  words: 'This page could not be made. The terminal that the server runs in says why.',
} as const;

const ODD_EXPECTATION = { status: 417, words: 'Nothing is expected of this server here.' } as const;

function refusalOf(request: http.IncomingMessage): Parameters<typeof sendPlain>[0] | null {
  const { method, url = '', headers, socket } = request;
  const port = socket.localPort ?? 0;
  if (!isOwnHost(headers.host, port)) {
    return {
      status: 421,
      words: `This server answers to http://127.0.0.1:${port} and http://localhost:${port} only.`,
    };
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return {
      status: 405,
      words: 'Pages are only read here; expected GET or HEAD.',
      headers: { Allow: 'GET, HEAD' },
    };
  }
  if (url.length > MAX_TARGET_CHARACTERS) {
    return {
      status: 414,
      words: `This address is too long; expected at most ${MAX_TARGET_CHARACTERS} characters.`,
    };
  }
  if (!url.startsWith('/')) return { status: 400, words: 'Expected a path that begins with "/".' };

  return null;
}

/** What is no HTTP, too large, or too slow. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Socket): void {
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
      const farewell = setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
      await closed;
      clearTimeout(farewell);
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
  const what = isTaken(cause) ? 'other programs listen there' : reason;

  return new Error(
    `Cannot serve on ${ports} of ${HOST}: ${what}; expected a port that is free and may be used, such as --port 0 for any`,
    { cause },
  );
}
