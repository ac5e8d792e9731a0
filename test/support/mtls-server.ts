import http2 from 'node:http2';
import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import type net from 'node:net';
import tls, { type SecureVersion, type TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import type { KeyPair } from './certificates.ts';
import { closer, listen } from './listening.ts';

/** What a server speaks, and whom it accepts. */
export interface MtlsOptions {
  readonly leaf: KeyPair;
  /** PEM of the authority whose clients are accepted. */
  readonly authority: string;
  readonly version?: SecureVersion;
  readonly protocol?: 'h2' | 'http/1.1';
  /** Kinds of signatures that it accepts; default: all. */
  readonly sigalgs?: string;
  /** Whether it answers clients without a certificate, too. */
  readonly isOptional?: boolean;
  /** How a request is answered, after the default headers; default: a page with the client's name. */
  readonly answer?: (response: MtlsAnswer, request: IncomingMessage) => void;
  /** Is asked in each handshake; one that it holds gets no answer. Default: none. */
  readonly holds?: () => boolean;
  /** Is called for each connection before its handshake. */
  readonly onConnection?: (socket: net.Socket) => void;
}

/** What both kinds of servers answer with. */
export interface MtlsAnswer {
  setHeader(name: string, value: string): unknown;
  write(text: string | Buffer, written?: () => void): unknown;
  end(text?: string | Buffer): unknown;
}

/** A server that requires a client certificate. */
export interface MtlsServer {
  readonly port: number;
  readonly origin: string;
  /** Common names of the clients that have sent a request, in order. */
  readonly clients: readonly string[];
  readonly server: net.Server;
  close(): Promise<void>;
}

/** Starts it; one of HTTP/2 speaks nothing else. */
export async function mtlsServer(options: MtlsOptions): Promise<MtlsServer> {
  const { leaf, authority, version, sigalgs, protocol = 'http/1.1' } = options;
  const clients: string[] = [];
  const tlsOptions = {
    ...leaf,
    ca: authority,
    requestCert: true,
    rejectUnauthorized: options.isOptional !== true,
    SNICallback: (_name: string, proceed: (error: null) => void) => {
      if (options.holds?.() !== true) proceed(null);
    },
    ...(sigalgs === undefined ? {} : { sigalgs }),
    ...(version === undefined ? {} : { minVersion: version, maxVersion: version }),
  };
  const answer = options.answer ?? ((response) => response.end(pageFor(clients.at(-1) ?? '')));

  function respond(request: IncomingMessage, response: MtlsAnswer): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a server with TLS
    clients.push(clientOf(request.socket as TLSSocket));
    response.setHeader('content-type', 'text/html');
    answer(response, request);
  }

  const server =
    protocol === 'h2'
      ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parts that are used are the same
        http2.createSecureServer(tlsOptions, respond as never)
      : https.createServer(tlsOptions, respond);
  server.on('tlsClientError', () => undefined);
  if (options.onConnection !== undefined) server.on('connection', options.onConnection);
  const close = closer(server);
  const port = await listen(server);

  return { port, origin: `https://127.0.0.1:${port}`, clients, server, close };
}

/** The common name in a client's certificate. */
export function clientOf(socket: TLSSocket): string {
  return String(socket.getPeerCertificate().subject?.CN ?? 'no certificate');
}

function pageFor(client: string): string {
  return `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><h1>Hello ${client}</h1>`;
}

/** Answers each message of a WebSocket; returns the names of their clients as they come. */
export function acceptWebSockets(server: net.Server): readonly string[] {
  const clients: string[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request: IncomingMessage, socket: net.Socket, head: Buffer) => {
    sockets.handleUpgrade(request, socket, head, (opened) => {
      clients.push(socket instanceof tls.TLSSocket ? clientOf(socket) : 'no certificate');
      opened.on('message', (data: Buffer) => opened.send(`echo ${data.toString()}`));
    });
  });

  return clients;
}
