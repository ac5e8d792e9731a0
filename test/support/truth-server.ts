import net from 'node:net';
import tls from 'node:tls';
import type { Lookup } from '../../lib/adapters/names/look-up.ts';
import { makeAuthority, makeLeaf } from './certificates.ts';
import { startDns } from './dns-server.ts';
import { closer, listen } from './listening.ts';
import { preciseDelay } from './precise-delay.ts';

/** The delays of a {@link TruthServer}. */
export const TRUTH_DELAYS = {
  dnsMs: 50,
  tlsMs: 80,
  firstByteMs: 120,
  chunks: 4,
  chunkMs: 30,
} as const;

/** What the server really did to one request, by its own clock. */
export interface Injected {
  readonly dnsMs: number;
  /** Between the arrival of the client's hello and its being handed to TLS. */
  readonly tlsMs: number;
  /** Between the request's arrival and the return of the write of the first bytes. */
  readonly waitMs: number;
  /** Between the returns of the first and of the last write. */
  readonly receiveMs: number;
}

/**
 * A name server and a web server with known delays. They live in the client's own process: while
 * one of them spins towards an instant the client has nothing to do but wait for it, and no write
 * can be read before it has returned, so what is injected is known to a few microseconds.
 */
export interface TruthServer {
  readonly url: string;
  readonly tlsUrl: string;
  /** PEM of the authority to trust. */
  readonly ca: string;
  /** Resolves any name to loopback after its delay. */
  readonly lookup: Lookup;
  /** What was done to the last request. */
  injected(): Injected;
  close(): Promise<void>;
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';
const CHUNK = `3e8\r\n${'x'.repeat(1000)}\r\n`;
const LAST_CHUNK = '0\r\n\r\n';

/** Starts them. */
export async function startTruth(): Promise<TruthServer> {
  const { dnsMs: delayMs, tlsMs: holdMs } = TRUTH_DELAYS;
  const dns = await startDns(() => ({ kind: 'answer', addresses: ['127.0.0.1'], delayMs }));
  const authority = await makeAuthority();
  const leaf = await makeLeaf(authority, { names: ['truth.test'] });
  let tlsMs = 0;
  let body = { waitMs: 0, receiveMs: 0 };

  // No HTTP server: its parser reads sockets where the times cannot be measured.
  const plain = net.createServer(serve);
  const secure = tls.createServer(leaf, serve);
  const held = net.createServer((socket) => {
    socket.once('data', (clientHello: Buffer) => {
      const since = performance.now();
      socket.pause();
      socket.unshift(clientHello);
      void hold(socket, since);
    });
  });
  const closers = [closer(plain), closer(held), async () => dns.close()];

  function serve(socket: net.Socket): void {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => void answer(socket, performance.now()));
  }

  async function hold(socket: net.Socket, since: number): Promise<void> {
    // The server's own setting up is done when this returns; its cryptography comes after it.
    tlsMs = await preciseDelay(holdMs, () => secure.emit('connection', socket), since);
  }

  async function answer(socket: net.Socket, arrivedAt: number): Promise<void> {
    body = await sendBody(socket, arrivedAt);
  }

  return {
    url: `http://truth.test:${await listen(plain)}/`,
    tlsUrl: `https://truth.test:${await listen(held)}/`,
    ca: authority.cert,
    lookup: dns.lookup,
    injected: () => ({ dnsMs: dns.lastDelayMs(), tlsMs, ...body }),
    close: async () => {
      await Promise.all(closers.map((close) => close()));
    },
  };
}

async function sendBody(
  socket: net.Socket,
  arrivedAt: number,
): Promise<Pick<Injected, 'waitMs' | 'receiveMs'>> {
  const { firstByteMs, chunks, chunkMs } = TRUTH_DELAYS;
  const waitMs = await preciseDelay(firstByteMs, () => socket.write(HEAD), arrivedAt);
  const firstByteAt = arrivedAt + waitMs;
  let receiveMs = 0;
  for (let index = 1; index <= chunks; index += 1) {
    const bytes = index === chunks ? CHUNK + LAST_CHUNK : CHUNK;
    // oxlint-disable-next-line no-await-in-loop -- one after another is the point
    receiveMs = await preciseDelay(index * chunkMs, () => socket.write(bytes), firstByteAt);
  }

  return { waitMs, receiveMs };
}
