import type http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import zlib from 'node:zlib';
import { makeAuthority, makeLeaf } from './certificates.ts';
import type { KeyPair } from './certificates.ts';
import { closer, listen } from './listening.ts';
import { DAY_MS } from '../../lib/core/base/time.ts';

/** What can go wrong over plain HTTP; `ok` is the control. */
export type HostileKind =
  | 'ok'
  | 'refused'
  | 'reset'
  | 'empty'
  | 'garbage'
  | 'truncated'
  | 'bad-gzip'
  | 'gzip-bomb'
  | 'endless'
  | 'slow-drip'
  | 'redirect-loop'
  | 'redirect-private'
  | 'huge-headers'
  | 'status-500'
  | 'status-404'
  | 'silent'
  | 'unknown-name';

/** What can be wrong with a certificate; `valid` is the control. */
export type HostileTlsKind = 'valid' | 'expired' | 'wrong-host' | 'self-signed' | 'not-yet-valid';

/** Servers that misbehave, one way per URL, all on loopback. */
export interface Hostile {
  /** Origin of the plain server, for a journey's base URL. */
  readonly origin: string;
  /** PEM of the authority that signed every certificate but the self-signed one. */
  readonly ca: string;
  /** What the certificates are made with, for messages that name dates. */
  readonly expiredAt: Date;
  readonly validFrom: Date;
  url(kind: HostileKind): string;
  tlsUrl(kind: HostileTlsKind): string;
  close(): Promise<void>;
}

/** Where the private redirect leads: the metadata address of clouds. */
export const PRIVATE_TARGET = 'http://169.254.169.254/latest/meta-data/';

/** Declared length of the truncated body, of which {@link TRUNCATED_SENT} bytes are sent. */
export const TRUNCATED_LENGTH = 5000;
export const TRUNCATED_SENT = 120;

const DRIP_EVERY_MS = 50;
const HUGE_HEADER_BYTES = 80 * 1024;
const PAGE_500 = '<!doctype html><title>Broken</title><h1>Out of teapots</h1>';

/** Answers one request, given with its headers, on a connection. */
export type Behaviour = (socket: net.Socket, request: string) => void;

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  ok: (socket) => socket.end(page('200 OK', '<!doctype html><title>Fine</title><h1>Fine</h1>')),
  reset: (socket) => socket.resetAndDestroy(),
  empty: (socket) => socket.end(),
  garbage: (socket) => socket.end('\u0001\u0002SSH-2.0-this is not the protocol you want\r\n\r\n'),
  truncated: (socket) =>
    socket.end(
      head('200 OK', [`Content-Length: ${TRUNCATED_LENGTH}`]) + 'x'.repeat(TRUNCATED_SENT),
    ),
  'bad-gzip': (socket) =>
    socket.end(
      head('200 OK', ['Content-Encoding: gzip', 'Content-Length: 20']) + 'this is not gzipped!',
    ),
  'gzip-bomb': sendGzipBomb,
  endless: sendEndless,
  'slow-drip': sendSlowDrip,
  'redirect-loop': (socket) =>
    socket.end(`HTTP/1.1 302 Found\r\nLocation: /redirect-loop\r\nContent-Length: 0\r\n\r\n`),
  'redirect-private': (socket) =>
    socket.end(`HTTP/1.1 302 Found\r\nLocation: ${PRIVATE_TARGET}\r\nContent-Length: 0\r\n\r\n`),
  'huge-headers': (socket) =>
    socket.end(head('200 OK', [`X-Huge: ${'h'.repeat(HUGE_HEADER_BYTES)}`, 'Content-Length: 0'])),
  'status-500': (socket) => socket.end(page('500 Internal Server Error', PAGE_500)),
  'status-404': (socket) =>
    socket.end(page('404 Not Found', '<!doctype html><title>None</title><h1>No such page</h1>')),
  silent: () => undefined,
};

/** Starts all of them, and `more` of the plain server's, by path. */
export async function startHostile(
  more: Readonly<Record<string, Behaviour>> = {},
): Promise<Hostile> {
  const behaviours = { ...BEHAVIOURS, ...more };
  const plain = net.createServer((socket) => serveOne(socket, behaviours));
  const closePlain = closer(plain);
  const origin = `http://127.0.0.1:${await listen(plain)}`;
  const refused = `http://127.0.0.1:${await freePort()}/`;
  const tls = await startTls();

  return {
    origin,
    ca: tls.ca,
    expiredAt: EXPIRED_AT,
    validFrom: VALID_FROM,
    url: (kind) => {
      if (kind === 'refused') return refused;
      if (kind === 'unknown-name') return 'http://no-such-shop.invalid/';
      return `${origin}/${kind}`;
    },
    tlsUrl: (kind) => `https://127.0.0.1:${tls.portOf(kind)}/`,
    close: async () => {
      await Promise.all([closePlain(), tls.close()]);
    },
  };
}

/** A port on which nothing listens: one that was just given back. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });

  return port;
}

function serveOne(socket: net.Socket, behaviours: Readonly<Record<string, Behaviour>>): void {
  let received = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', function read(chunk: Buffer) {
    received += chunk.toString('latin1');
    if (!received.includes('\r\n\r\n')) return;
    const request = received;
    const path = request.split(' ', 2)[1] ?? '';
    received = '';
    const behave = behaviours[path.split('?', 1)[0]?.slice(1) ?? ''];
    if (behave === undefined) socket.end(page('404 Not Found', 'unknown'));
    else behave(socket, request);
  });
}

/** Status line and headers of an HTML answer. */
export function head(status: string, headers: readonly string[]): string {
  return [`HTTP/1.1 ${status}`, 'Content-Type: text/html', ...headers, '', ''].join('\r\n');
}

/** A complete HTML answer. */
export function page(status: string, html: string): string {
  return head(status, [`Content-Length: ${Buffer.byteLength(html)}`, 'Connection: close']) + html;
}

function sendEndless(socket: net.Socket): void {
  socket.write(head('200 OK', ['Connection: close']) + '<!doctype html><title>Endless</title>');
  pump(socket, Buffer.alloc(64 * 1024, 'all work and no play '));
}

/** One flushed block of zeros over and over: about 10 GB of page for 10 MB of wire. */
function sendGzipBomb(socket: net.Socket): void {
  socket.write(head('200 OK', ['Content-Encoding: gzip', 'Connection: close']));
  socket.write(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]));
  const megabyte = zlib.deflateRawSync(Buffer.alloc(1024 * 1024), {
    level: 9,
    finishFlush: zlib.constants.Z_FULL_FLUSH,
  });
  pump(socket, Buffer.concat(Array.from({ length: 32 }, () => megabyte)), 320);
}

function pump(socket: net.Socket, block: Buffer, times = Infinity): void {
  let left = times;
  function more(): void {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(block)) return;
    }
    if (left <= 0) socket.end();
  }
  socket.on('drain', more);
  more();
}

function sendSlowDrip(socket: net.Socket): void {
  socket.write(head('200 OK', ['Content-Length: 100000']));
  const timer = setInterval(() => socket.write('d'), DRIP_EVERY_MS);
  socket.on('close', () => clearInterval(timer));
}

const EXPIRED_AT = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 10 * DAY_MS);
const VALID_FROM = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 10 * DAY_MS);

interface HostileTls {
  readonly ca: string;
  portOf(kind: HostileTlsKind): number;
  close(): Promise<void>;
}

async function startTls(): Promise<HostileTls> {
  const authority = await makeAuthority();
  const pairs: Readonly<Record<HostileTlsKind, KeyPair>> = {
    valid: await makeLeaf(authority),
    expired: await makeLeaf(authority, { notBefore: new Date(0), notAfter: EXPIRED_AT }),
    'wrong-host': await makeLeaf(authority, { names: ['other-shop.example'], addresses: [] }),
    'self-signed': await makeLeaf(null),
    'not-yet-valid': await makeLeaf(authority, {
      notBefore: VALID_FROM,
      notAfter: new Date(VALID_FROM.getTime() + 30 * DAY_MS),
    }),
  };
  const servers = {
    valid: await startOne(pairs.valid),
    expired: await startOne(pairs.expired),
    'wrong-host': await startOne(pairs['wrong-host']),
    'self-signed': await startOne(pairs['self-signed']),
    'not-yet-valid': await startOne(pairs['not-yet-valid']),
  };

  return {
    ca: authority.cert,
    portOf: (kind) => servers[kind].port,
    close: async () => {
      await Promise.all(Object.values(servers).map(({ close }) => close()));
    },
  };
}

async function startOne(pair: KeyPair) {
  const server = https.createServer({ key: pair.key, cert: pair.cert }, answer);
  const close = closer(server);
  server.on('tlsClientError', () => undefined);

  return { port: await listen(server), close };
}

function answer(_request: http.IncomingMessage, response: http.ServerResponse): void {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>Fine</title><h1>Fine</h1>');
}
