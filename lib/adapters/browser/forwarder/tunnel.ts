import type net from 'node:net';
import tls from 'node:tls';
import { RunFailure } from '../../../core/record/outcome.ts';
import { certificateParts } from '../../base/der.ts';
import { asError } from '../../base/node-error.ts';
import { type ConnectionOptions, openConnection } from '../../http/connection.ts';
import { exchangeFailure, limitFailure, unknownFailure } from '../../http/failure.ts';
import type { LoggedRequest } from '../../http/request-log.ts';
import { DIRECT } from '../../http/route.ts';
import { LimitReached, type TimeLimit } from '../../http/time-limit.ts';
import { type ClientHello, readClientHello } from './client-hello.ts';
import { isOwnConnection } from './loopback-user.ts';
import { leafContext, type LeafKey } from './leaf-certificate.ts';

/** What a connection of the browser is led to, and with which means. */
export interface TunnelOptions {
  readonly url: URL;
  readonly host: string;
  /** Name in the browser's certificate of this connection. */
  readonly mark: string;
  readonly key: LeafKey;
  readonly connection: ConnectionOptions;
  readonly entry: LoggedRequest;
  readonly limit: TimeLimit;
  /** Is called when the server, or the way to it, fails. */
  readonly onFailure: (failure: RunFailure) => void;
  /** Is given the connection to the server: one that the server does not read would outlive its attempt. */
  readonly track: (socket: net.Socket) => void;
}

/** More than any browser sends first; with a key for quantum computers it is about 2 kB. */
const MAX_HELLO_BYTES = 65_536;

/** A connection whose browser has said what it wants. */
export interface Greeted {
  readonly socket: net.Socket;
  readonly hello: ClientHello;
  /** All that was received, which the handshake reads again. */
  readonly received: Buffer;
  /** Whether it is a connection of this process's user; null: the system does not say. */
  readonly isOwn: Promise<boolean | null>;
}

/** Waits for the first message of the browser's handshake; null: there is none, or it is something else. */
export async function greeted(socket: net.Socket): Promise<Greeted | null> {
  const isOwn = isOwnConnection(socket);
  let received = Buffer.alloc(0);
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a socket without encoding has buffers
    received = Buffer.concat([received, chunk as Buffer]);
    const hello = readClientHello(received);
    if (hello === null || received.length > MAX_HELLO_BYTES) return null;
    if (hello !== 'partial') return { socket, hello, received, isOwn };
  }

  return null;
}

/**
 * Opens the connection to the server, as an API journey does and with what the browser offers; then ends
 * the browser's handshake with what the server chose, and copies bytes until one side ends.
 */
export async function openTunnel(browser: Greeted, options: TunnelOptions): Promise<void> {
  const { socket, hello } = browser;
  // What is sent to a browser that has left fails here; the reading side ends the connection.
  socket.on('error', () => undefined);
  const server = await dialled(hello, options);
  // Found out meanwhile. Once the browser's handshake is complete, nothing may delay its bytes.
  const isOwn = await browser.isOwn;
  if (server === null || server.destroyed || socket.destroyed || isOwn === false) {
    server?.destroy();
    socket.resetAndDestroy();

    return;
  }
  options.track(server);
  join({ socket, session: accepted(browser, server, options) }, server);
}

async function dialled(
  { protocols }: ClientHello,
  { url, entry, limit, connection, onFailure }: TunnelOptions,
): Promise<tls.TLSSocket | null> {
  try {
    const opened = await openConnection(
      { url, route: DIRECT, entry, limit, alpn: protocols },
      connection,
    );
    entry.end(null);
    opened.once('error', (error) => noteRefusal(error, onFailure));

    return opened instanceof tls.TLSSocket ? opened : null;
  } catch (error) {
    const failure = failureOf(error, entry);
    entry.end(failure.message);
    onFailure(failure);

    return null;
  }
}

/** A server of TLS 1.3 refuses a client after the handshake. What else ends a connection, the browser sees itself. */
function noteRefusal(error: Error, onFailure: TunnelOptions['onFailure']): void {
  const failure = exchangeFailure(new Error(error.message, { cause: error }), null);
  if (failure.code === 'target.tls') onFailure(failure);
}

function failureOf(error: unknown, entry: LoggedRequest): RunFailure {
  if (error instanceof LimitReached) return limitFailure(error, entry);

  return error instanceof RunFailure ? error : unknownFailure(asError(error));
}

/** The browser's side, with the version and the protocol that the server chose. */
function accepted(
  { socket, received }: Greeted,
  server: tls.TLSSocket,
  { host, mark, key }: TunnelOptions,
): tls.TLSSocket {
  const { raw } = server.getPeerCertificate();
  const secureContext = leafContext(
    key,
    { host, mark, repeated: certificateParts(raw) },
    server.getProtocol() === 'TLSv1.2' ? 'TLSv1.2' : 'TLSv1.3',
  );
  socket.unshift(received);
  const { alpnProtocol } = server;

  return new tls.TLSSocket(socket, {
    isServer: true,
    secureContext,
    requestCert: false,
    ...(alpnProtocol ? { ALPNProtocols: wireFormat(alpnProtocol) } : {}),
  });
}

/** RFC 7301, section 3.1. */
function wireFormat(protocol: string): Uint8Array {
  return Buffer.concat([Buffer.from([protocol.length]), Buffer.from(protocol, 'latin1')]);
}

interface BrowserSide {
  readonly socket: net.Socket;
  readonly session: tls.TLSSocket;
}

/** Copies bytes in both directions, each as fast as it is read; ends and resets are passed on. */
function join({ socket, session }: BrowserSide, server: tls.TLSSocket): void {
  session.pipe(server);
  server.pipe(session);
  server.once('error', () => socket.resetAndDestroy());
  server.once('close', () => session.destroySoon());
  session.once('error', () => server.destroy());
  session.once('close', () => server.destroySoon());
}
