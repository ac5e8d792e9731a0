import http2 from 'node:http2';
import type { Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import tls from 'node:tls';
import type { KeyPair } from './certificates.ts';
import { listen } from './listening.ts';

/** A server on loopback, and what it has seen. */
export interface H2Server {
  readonly origin: string;
  /** Sessions that were begun. */
  readonly sessions: readonly Http2Session[];
  /** Method and path of each request. */
  readonly requests: readonly string[];
  /** Ends all connections at once. */
  disconnect(): void;
  close(): Promise<void>;
}

export type H2Handler = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** Starts Node's own server of HTTP/2, which speaks nothing else unless `allowHTTP1` is set. */
export async function startH2Server(
  pair: KeyPair,
  handle: H2Handler,
  options: http2.SecureServerOptions = {},
): Promise<H2Server> {
  const sessions: Http2Session[] = [];
  const requests: string[] = [];
  const sockets = new Set<tls.TLSSocket>();
  const server = http2.createSecureServer({ ...pair, ...options });
  server.on('secureConnection', (socket: tls.TLSSocket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    requests.push(`${headers[':method']} ${headers[':path']}`);
    handle(stream, headers);
  });
  const port = await listen(server);

  function disconnect(): void {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  }

  return {
    origin: `https://127.0.0.1:${port}`,
    sessions,
    requests,
    disconnect,
    close: async () => {
      disconnect();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers the first request over a connection. */
export type FrameAnswer = (socket: tls.TLSSocket, stream: number) => void;

/** A server that negotiates HTTP/2 and then sends given bytes, whatever it receives. */
export async function startH2Frames(
  pair: KeyPair,
  answer: FrameAnswer,
): Promise<Pick<H2Server, 'origin' | 'close'>> {
  const sockets = new Set<tls.TLSSocket>();
  const server = tls.createServer({ ...pair, ALPNProtocols: ['h2'] }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let hasAnswered = false;
    socket.on('data', (bytes: Buffer) => {
      // As servers do: a client that gives the connection up must not wait.
      if (hasFrame(bytes, FRAME.goaway)) socket.end();
      if (hasAnswered || !hasFrame(bytes, FRAME.headers)) return;
      hasAnswered = true;
      answer(socket, 1);
    });
  });
  const port = await listen(server);

  return {
    origin: `https://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const PREFACE_BYTES = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'.length;
const FRAME_HEADER_BYTES = 9;

/** Whether a client's bytes, which begin with a frame, hold one of a type. */
function hasFrame(bytes: Buffer, type: number): boolean {
  let at = bytes.toString('latin1', 0, 3) === 'PRI' ? PREFACE_BYTES : 0;
  while (at + FRAME_HEADER_BYTES <= bytes.length) {
    if (bytes[at + 3] === type) return true;
    at += FRAME_HEADER_BYTES + bytes.readUIntBE(at, 3);
  }

  return false;
}

/** Types and flags of frames (RFC 9113, section 6). */
export const FRAME = { data: 0, headers: 1, reset: 3, settings: 4, goaway: 7 } as const;
export const END_STREAM = 1;
export const END_HEADERS = 4;

/** A frame as bytes. */
export function frame(
  type: number,
  { flags = 0, stream = 0, payload = Buffer.alloc(0) }: FrameParts = {},
): Buffer {
  const head = Buffer.alloc(FRAME_HEADER_BYTES);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);

  return Buffer.concat([head, payload]);
}

interface FrameParts {
  readonly flags?: number;
  readonly stream?: number;
  readonly payload?: Buffer;
}

/** A number of four bytes, as in RST_STREAM and GOAWAY. */
export function word(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);

  return bytes;
}

/** Status 200 in HPACK (RFC 7541, appendix A), and literal fields without Huffman coding. */
export function head200(fields: Readonly<Record<string, string>> = {}): Buffer {
  const literals = Object.entries(fields).map(([name, value]) =>
    Buffer.concat([
      Buffer.from([0, name.length]),
      Buffer.from(name, 'latin1'),
      Buffer.from([Buffer.byteLength(value)]),
      Buffer.from(value),
    ]),
  );

  return Buffer.concat([Buffer.from([0x88]), ...literals]);
}
