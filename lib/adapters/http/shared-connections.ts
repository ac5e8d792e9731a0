import type { HttpProtocol } from '../../core/journey/http-protocol.ts';
import type { H2Connection } from './h2/h2-connection.ts';
import type { TimeLimit } from './time-limit.ts';

/** A request that waits for a connection to share. */
interface SharingRequest {
  readonly limit: TimeLimit;
  readonly mayReuse: boolean;
}

/** The connections of a session in HTTP/2, by where they lead. */
export interface SharedConnections {
  /** A connection with a stream reserved; null, also at once: a new one is needed. */
  take(key: string, request: SharingRequest): Promise<H2Connection | null> | null;
  add(key: string, connection: H2Connection): void;
  /** What a connection is offered. */
  offeredFor(key: string, offered: readonly HttpProtocol[]): readonly HttpProtocol[];
  /** The server wants HTTP/1.1. */
  avoid(key: string): void;
  /** Shares a connection no longer; it is closed after its last request. */
  retire(key: string): void;
  dropIdle(): void;
  close(): void;
}

/** Creates the empty list of a session. */
export function sharedConnections(): SharedConnections {
  const connections = new Map<string, H2Connection>();
  const avoided = new Set<string>();
  const all = new Set<H2Connection>();

  function usable(key: string, { mayReuse }: SharingRequest): H2Connection | null {
    const found = connections.get(key);
    if (found === undefined) return null;
    // A server may be closing a connection that is idle; one with a request under way is alive.
    if (found.isOpen() && (mayReuse || !found.isIdle())) return found;
    retire(key);

    return null;
  }

  async function reserve(
    first: H2Connection,
    key: string,
    request: SharingRequest,
  ): Promise<H2Connection | null> {
    for (let found: H2Connection | null = first; found !== null; found = usable(key, request)) {
      // oxlint-disable-next-line no-await-in-loop -- the next one, if this one is closed meanwhile
      if (await found.reserve(request.limit)) return found;
    }

    return null;
  }

  function retire(key: string): void {
    connections.get(key)?.retire();
    connections.delete(key);
  }

  return {
    take: (key, request) => {
      const found = usable(key, request);

      return found === null ? null : reserve(found, key, request);
    },
    add: (key, connection) => {
      for (const each of all) if (each.isIdle() && !each.isOpen()) all.delete(each);
      all.add(connection);
      retire(key);
      connections.set(key, connection);
    },
    offeredFor: (key, offered) => (avoided.has(key) ? ['http/1.1'] : offered),
    avoid: (key) => {
      avoided.add(key);
      retire(key);
    },
    retire,
    dropIdle: () => {
      for (const each of all) if (each.isIdle()) each.destroy();
    },
    close: () => {
      for (const each of all) each.destroy();
    },
  };
}
