import type net from 'node:net';
import { TLSSocket } from 'node:tls';
import type { HttpProtocol } from '../../core/journey/http-protocol.ts';
import type { ConnectionRequest, OpenRequest, RoutedRequest } from './connection.ts';
import { type H2Connection, openH2 } from './h2/h2-connection.ts';
import { type Openings, openings } from './openings.ts';
import { chosenProtocol, protocolProblem, unencryptedProblem } from './protocols.ts';
import { poolKey } from './route.ts';
import { type SharedConnections, sharedConnections } from './shared-connections.ts';
import { limitedWait } from './time-limit.ts';

/** Opens the connection for a request. */
export type OpenConnection = (request: OpenRequest) => Promise<net.Socket>;

/** A connection for one request, and how it came about. `h2`: it is shared, and a stream is reserved. */
export interface TakenConnection {
  readonly socket: net.Socket;
  readonly h2: H2Connection | null;
  readonly isReused: boolean;
}

/** A request, and whether it may be sent over a connection that the other side may just be closing. */
export interface PooledRequest extends ConnectionRequest {
  readonly mayReuse: boolean;
}

/** The connections of one session. Idle connections are reused until the session ends. */
export interface ConnectionPool {
  /** What connections are offered by ALPN. */
  readonly offered: readonly HttpProtocol[];
  /**
   * An idle connection to the request's origin, else a new one. A new one where reuse is not allowed takes the
   * place of an idle one, which is closed: the number of connections stays the same. Requests share a
   * connection in HTTP/2, also one that another request is just opening.
   */
  take(request: PooledRequest): Promise<TakenConnection>;
  /** Keeps a connection for the next request to its origin by the same route, for at most `idleMs`. */
  release(request: RoutedRequest, socket: net.Socket, idleMs: number | null): void;
  /** Offers only HTTP/1.1 from now on where the request goes. */
  avoidH2(request: RoutedRequest): void;
  /** Closes the idle connections, and shares that of the request no longer. */
  renew(request: RoutedRequest): void;
  /** Closes all connections that no request has for itself. */
  close(): void;
}

/**
 * A connection that is idle for longer, or for longer than the server's `keep-alive` header allows,
 * is not used again.
 */
const MAX_IDLE_MS = 60_000;

interface IdleConnection {
  readonly socket: net.Socket;
  readonly untilMs: number;
  /** Stops waiting for the other side to close it. */
  readonly detach: () => void;
}

/** Creates an empty pool that opens connections through `open`, with these protocols offered. */
export function connectionPool(
  open: OpenConnection,
  offered: readonly HttpProtocol[],
): ConnectionPool {
  const idle = idleConnections();
  const shared = sharedConnections();
  const opening = openings();

  function unshared(request: PooledRequest, key: string): Promise<TakenConnection> {
    const known = idle.take(key);
    if (known !== null && request.mayReuse) {
      return Promise.resolve({ socket: known, h2: null, isReused: true });
    }
    known?.destroy();

    return isEncrypted(request.url)
      ? openEncrypted(request, key, { open, shared, opening, offered })
      : openPlain(request, { open, offered });
  }

  return {
    offered,
    // Not async: each promise more counts in the time of a request.
    take: (request) => {
      const key = poolKey(request.url, request.route);
      // HTTP/2 is spoken over TLS only: the others need not ask.
      if (!isEncrypted(request.url)) return unshared(request, key);
      const joined = join(request, key, { shared, opening });
      if (joined === null) return unshared(request, key);

      return joined.then((h2) =>
        h2 === null ? unshared(request, key) : { socket: h2.socket, h2, isReused: true },
      );
    },
    release: ({ url, route }, socket, idleMs) => idle.add(poolKey(url, route), socket, idleMs),
    avoidH2: ({ url, route }) => shared.avoid(poolKey(url, route)),
    renew: ({ url, route }) => {
      idle.drop();
      shared.retire(poolKey(url, route));
      shared.dropIdle();
    },
    close: () => {
      idle.drop();
      shared.close();
    },
  };
}

/**
 * A shared connection, also one that is just being opened. Null at once if there is none: the request that
 * opens it must be known before another one asks.
 */
function join(
  request: PooledRequest,
  key: string,
  { shared, opening }: Pick<OpeningPorts, 'shared' | 'opening'>,
): Promise<H2Connection | null> | null {
  const taken = shared.take(key, request);
  if (taken !== null) return taken;
  const opened = opening.under(key);
  if (opened === null) return null;
  const waited = limitedWait(opened, {
    signal: request.limit.signal,
    waiting: () => 'waiting for the connection that another request opens',
  });

  return waited.then(async () => shared.take(key, request));
}

interface OpeningPorts {
  readonly open: OpenConnection;
  readonly shared: SharedConnections;
  readonly opening: Openings;
  readonly offered: readonly HttpProtocol[];
}

function isEncrypted({ protocol }: URL): boolean {
  return protocol === 'https:';
}

async function openPlain(
  request: PooledRequest,
  { open, offered }: Pick<OpeningPorts, 'open' | 'offered'>,
): Promise<TakenConnection> {
  const problem = unencryptedProblem(offered);
  if (problem !== null) throw problem;

  return { socket: await open({ ...request, alpn: [] }), h2: null, isReused: false };
}

async function openEncrypted(
  request: PooledRequest,
  key: string,
  { open, shared, opening, offered }: OpeningPorts,
): Promise<TakenConnection> {
  const protocols = shared.offeredFor(key, offered);
  const opened = protocols.includes('h2') ? opening.begin(key) : null;
  let protocol: HttpProtocol | null = null;
  try {
    const socket = await open({ ...request, alpn: protocols });
    refuseUnoffered(socket, protocols);
    if (!(socket instanceof TLSSocket) || chosenProtocol(socket) !== 'h2') {
      protocol = 'http/1.1';

      return { socket, h2: null, isReused: false };
    }
    const h2 = await openH2(socket);
    await h2.reserve(request.limit);
    shared.add(key, h2);
    protocol = 'h2';

    return { socket, h2, isReused: false };
  } finally {
    opened?.(protocol);
  }
}

function refuseUnoffered(socket: net.Socket, offered: readonly HttpProtocol[]): void {
  const problem = socket instanceof TLSSocket ? protocolProblem(socket, offered) : null;
  if (problem === null) return;
  socket.destroy();
  throw problem;
}

interface IdleConnections {
  take(key: string): net.Socket | null;
  add(key: string, socket: net.Socket, idleMs: number | null): void;
  drop(): void;
}

function idleConnections(): IdleConnections {
  const idle = new Map<string, IdleConnection[]>();

  return {
    take: (key) => {
      for (let found = idle.get(key)?.pop(); found !== undefined; found = idle.get(key)?.pop()) {
        found.detach();
        if (!found.socket.destroyed && found.untilMs > performance.now()) {
          found.socket.ref();

          return found.socket;
        }
        found.socket.destroy();
      }

      return null;
    },
    add: (key, socket, idleMs) => {
      const untilMs = performance.now() + Math.min(idleMs ?? MAX_IDLE_MS, MAX_IDLE_MS);
      const connections = idle.get(key) ?? [];
      idle.set(key, connections);
      connections.push({ socket, untilMs, detach: closeWhenUsed(socket) });
      socket.unref();
    },
    drop: () => {
      for (const { socket } of [...idle.values()].flat()) socket.destroy();
      idle.clear();
    },
  };
}

/** Closes an idle connection when the other side sends something or ends it; the result stops that. */
function closeWhenUsed(socket: net.Socket): () => void {
  function onUse(): void {
    socket.destroy();
  }
  for (const event of USES) socket.on(event, onUse);

  return () => {
    for (const event of USES) socket.removeListener(event, onUse);
  };
}

const USES = ['data', 'end', 'error'] as const;
