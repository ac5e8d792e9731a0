import http2 from 'node:http2';
import type { KeyPair } from './certificates.ts';
import { closer, listen } from './listening.ts';
import type { SocketServer } from './probe-parts.ts';

/** A call that a server of gRPC got. */
export interface SeenCall {
  readonly headers: http2.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a server of gRPC does with a call. */
export type Answering = (stream: http2.ServerHttp2Stream, call: SeenCall) => void;

/** Starts a server of gRPC on loopback; with `leaf`, behind TLS. */
export async function healthServer(
  answer: Answering,
  leaf: KeyPair | null = null,
): Promise<SocketServer> {
  const server = leaf === null ? http2.createServer() : http2.createSecureServer(leaf);
  server.on('stream', (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => answer(stream, { headers, body: Buffer.concat(chunks) }));
  });
  server.on('sessionError', () => undefined);
  const close = closer(server);
  const port = await listen(server);

  return { port, target: `127.0.0.1:${port}`, close };
}

/** Answers with a message and trailers. */
export function respond(
  stream: http2.ServerHttp2Stream,
  body: Buffer,
  trailers: Readonly<Record<string, string>> = { 'grpc-status': '0' },
): void {
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc+proto' },
    { waitForTrailers: true },
  );
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.end(body);
}

/** Answers with trailers only, as servers do where a call fails. */
export function refuse(stream: http2.ServerHttp2Stream, status: string, message?: string): void {
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': status,
      ...(message === undefined ? {} : { 'grpc-message': message }),
    },
    { endStream: true },
  );
}

/** The answer of the health protocol with a status, as bytes. */
export function healthMessage(...bytes: readonly number[]): Buffer {
  return Buffer.from([0, 0, 0, 0, bytes.length, ...bytes]);
}
