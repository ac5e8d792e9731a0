import http from 'node:http';
import https from 'node:https';
import { Duplex } from 'node:stream';
import type { ConnectionRequest } from './connection.ts';
import { asError } from '../base/node-error.ts';

/** Opens the connection for a request. */
export type OpenConnection = (request: ConnectionRequest) => Promise<Duplex>;

/**
 * Options of a request through a session's agents, with the request that a new connection is opened
 * for.
 */
export interface AgentRequestOptions extends https.RequestOptions {
  readonly connectionRequest: ConnectionRequest;
}

/** The connections of one session. Idle connections are reused until the session ends. */
export interface SessionAgents {
  agentFor(url: URL): http.Agent;
  /** Closes the idle connections. */
  dropIdle(): void;
  close(): void;
}

type HandOver = (error: Error | null, socket: Duplex) => void;

/**
 * A connection that is idle for longer, or for longer than the server's `keep-alive` header allows,
 * is closed.
 */
const IDLE_MS = 60_000;
const KEEP_ALIVE = { keepAlive: true, timeout: IDLE_MS, maxSockets: Infinity } as const;

/** Creates agents that open connections through `open` and keep them alive. */
export function sessionAgents(open: OpenConnection): SessionAgents {
  const plain = new http.Agent(KEEP_ALIVE);
  const secure = new https.Agent(KEEP_ALIVE);
  plain.createConnection = createConnection;
  secure.createConnection = createConnection;

  function createConnection(options: http.ClientRequestArgs, handOver?: HandOver): undefined {
    if (!isOurs(options)) throw new TypeError('This agent serves the requests of its session only');
    // Not in this tick: Node's remaining work on the request would count as DNS time.
    setImmediate(() => {
      open(options.connectionRequest).then(
        (socket) => handOver?.(null, socket),
        (error: unknown) => handOver?.(asError(error), new Duplex()),
      );
    });
  }

  return {
    agentFor: (url) => (url.protocol === 'https:' ? secure : plain),
    dropIdle: () => {
      for (const agent of [plain, secure]) {
        for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
      }
    },
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** Node passes a request's options to its agent, including properties that it does not know. */
function isOurs(options: http.ClientRequestArgs): options is AgentRequestOptions {
  return 'connectionRequest' in options;
}
