import type net from 'node:net';
import type { ConnectionRequest, RoutedRequest } from './connection.ts';
import { poolKey } from './route.ts';

/** Opens the connection for a request. */
export type OpenConnection = (request: ConnectionRequest) => Promise<net.Socket>;

/** A connection for one request, and how it came about. */
export interface TakenConnection {
  readonly socket: net.Socket;
  readonly isReused: boolean;
}

/** A request, and whether it may be sent over a connection that the other side may just be closing. */
export interface PooledRequest extends ConnectionRequest {
  readonly mayReuse: boolean;
}

/** The connections of one session. Idle connections are reused until the session ends. */
export interface ConnectionPool {
  /**
   * An idle connection to the request's origin, else a new one. A new one where reuse is not allowed takes the
   * place of an idle one, which is closed: the number of connections stays the same.
   */
  take(request: PooledRequest): Promise<TakenConnection>;
  /** Keeps a connection for the next request to its origin by the same route, for at most `idleMs`. */
  release(request: RoutedRequest, socket: net.Socket, idleMs: number | null): void;
  /** Closes the idle connections. */
  dropIdle(): void;
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

/** Creates an empty pool that opens connections through `open`. */
export function connectionPool(open: OpenConnection): ConnectionPool {
  const idle = new Map<string, IdleConnection[]>();

  function takeIdle(key: string): net.Socket | null {
    for (let found = idle.get(key)?.pop(); found !== undefined; found = idle.get(key)?.pop()) {
      found.detach();
      if (!found.socket.destroyed && found.untilMs > performance.now()) {
        found.socket.ref();

        return found.socket;
      }
      found.socket.destroy();
    }

    return null;
  }

  return {
    take: async (request) => {
      const known = takeIdle(poolKey(request.url, request.route));
      if (known !== null && request.mayReuse) return { socket: known, isReused: true };
      known?.destroy();

      return { socket: await open(request), isReused: false };
    },
    release: ({ url, route }, socket, idleMs) => {
      const key = poolKey(url, route);
      const untilMs = performance.now() + Math.min(idleMs ?? MAX_IDLE_MS, MAX_IDLE_MS);
      const connections = idle.get(key) ?? [];
      idle.set(key, connections);
      connections.push({ socket, untilMs, detach: closeWhenUsed(socket) });
      socket.unref();
    },
    dropIdle: () => {
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
