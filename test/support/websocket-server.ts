import { createHash } from 'node:crypto';
import https from 'node:https';
import type net from 'node:net';
import tls from 'node:tls';
import { WebSocketServer, type WebSocket } from 'ws';
import type { KeyPair } from './certificates.ts';
import { closer, listen } from './listening.ts';
import { socketServer } from './probe-parts.ts';

/** A server of WebSockets on loopback. */
export interface SocketHost {
  readonly port: number;
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Subprotocols that the server knows. */
const SUBPROTOCOLS = ['chat.v2'];

/** Starts a server that does the same with each WebSocket; with a certificate, behind TLS. */
export async function webSocketServer(
  onSocket: (socket: WebSocket) => void,
  leaf: https.ServerOptions | null = null,
): Promise<SocketHost> {
  const http = leaf === null ? null : https.createServer(leaf);
  const options = {
    handleProtocols: (names: ReadonlySet<string>) =>
      [...names].find((name) => SUBPROTOCOLS.includes(name)) ?? false,
  };
  const server =
    http === null
      ? new WebSocketServer({ ...options, port: 0, host: '127.0.0.1' })
      : new WebSocketServer({ ...options, server: http });
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  if (http !== null) {
    const close = closer(http);
    const port = await listen(http);

    return { port, url: `wss://localhost:${port}/live`, close };
  }
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('Not a TCP server');

  return {
    port: address.port,
    url: `ws://127.0.0.1:${address.port}/live`,
    close: async () => {
      for (const client of server.clients) client.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Starts a server that answers the handshake with `head`, in which `ACCEPT` stands for the right key. */
export async function handshakeServer(
  head: string,
  onOpen: (socket: net.Socket) => void = () => undefined,
): Promise<SocketHost> {
  const { port, close } = await socketServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      const [, key = ''] = /sec-websocket-key: (\S+)/i.exec(bytes.toString()) ?? [];
      socket.write(head.replace('ACCEPT', acceptOf(key)).replaceAll('\n', '\r\n'));
      socket.once('data', () => onOpen(socket));
    });
  });

  return { port, url: `ws://127.0.0.1:${port}/live`, close };
}

/** The head of an accepted handshake. */
export const SWITCHING =
  'HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: ACCEPT\n\n';

/** RFC 6455, section 4.2.2. */
function acceptOf(key: string): string {
  const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

  return createHash('sha1').update(`${key}${guid}`).digest('base64');
}

/** One frame as it is on the wire, with a payload of fewer than 126 bytes. */
export function frame(first: number, payload: Buffer | string, isMasked = false): Buffer {
  const bytes = Buffer.from(payload);
  if (!isMasked) return Buffer.concat([Buffer.from([first, bytes.length]), bytes]);
  const mask = Buffer.from([1, 2, 3, 4]);
  const masked = bytes.map((byte, index) => byte ^ (mask[index % 4] ?? 0));

  return Buffer.concat([Buffer.from([first, 0x80 + bytes.length]), mask, masked]);
}

/** Accepts TLS with a certificate and nothing else. */
export async function secureServer(leaf: KeyPair): Promise<SocketHost> {
  const server = tls.createServer(leaf, (socket) => socket.on('error', () => undefined));
  server.on('tlsClientError', () => undefined);
  const close = closer(server);
  const port = await listen(server);

  return { port, url: `wss://localhost:${port}/live`, close };
}
