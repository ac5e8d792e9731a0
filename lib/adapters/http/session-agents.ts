import http from 'node:http';
import https from 'node:https';
import { Duplex } from 'node:stream';
import type { ConnectionRequest } from './connection.ts';
import { asError } from '../base/node-error.ts';

/** Makes the connection that a request needs. */
export type OpenConnection = (request: ConnectionRequest) => Promise<Duplex>;

/** Options of a request through a session's agents: what its connection is made for travels along. */
export interface AgentRequestOptions extends https.RequestOptions {
  readonly connectionRequest: ConnectionRequest;
}

/** The connections of one session: new ones are made for it, idle ones kept while it lives. */
export interface SessionAgents {
  agentFor(url: URL): http.Agent;
  /** Ends the connections that no request uses. */
  dropIdle(): void;
  close(): void;
}

type HandOver = (error: Error | null, socket: Duplex) => void;

/** Idle longer than this, or than the server's `keep-alive` header says, a connection is ended. */
const IDLE_MS = 60_000;
const KEEP_ALIVE = { keepAlive: true, timeout: IDLE_MS, maxSockets: Infinity } as const;

/** Makes agents that open connections through `open` and keep them alive. */
export function sessionAgents(open: OpenConnection): SessionAgents {
  const plain = new http.Agent(KEEP_ALIVE);
  const secure = new https.Agent(KEEP_ALIVE);
  plain.createConnection = createConnection;
  secure.createConnection = createConnection;

  function createConnection(options: http.ClientRequestArgs, handOver?: HandOver): undefined {
    if (!isOurs(options)) throw new TypeError('This agent serves the requests of its session only');
    // Not in this tick: the rest of node's preparing the request would be booked to the look-up.
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

/** Node hands a request's own options on to its agent, with whatever else they hold. */
function isOurs(options: http.ClientRequestArgs): options is AgentRequestOptions {
  return 'connectionRequest' in options;
}
