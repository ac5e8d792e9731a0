import type { HttpSessionOptions } from '../../lib/adapters/http/http-session.ts';
import type { ProbeClient } from '../../lib/core/journey/probe-api.ts';
import type { RequestRecord } from '../../lib/core/record/run-record.ts';
import { failureOf, testSession } from './http-frame.ts';
import { phaseError } from './probe-parts.ts';

/** A failed probe with all its requests. The message is without the request's title. */
export interface FailedCall {
  readonly cause: string;
  readonly message: string;
  readonly records: readonly RequestRecord[];
}

/** Runs a probe in a session of its own that must fail; its phases must add up. */
export async function failedCall(
  call: (probe: ProbeClient) => Promise<unknown>,
  options: Partial<HttpSessionOptions> = {},
): Promise<FailedCall> {
  const session = testSession(options);
  const { code, message } = await failureOf(call(session.probe));
  const records = session.requests();
  session.close();
  for (const record of records) expect(phaseError(record)).toBe(0);

  return { cause: code, message: message.replace(/^(?:WS|SSE|GRPC) \S+: /, ''), records };
}

interface Closable {
  close(): Promise<void>;
}

/** Servers of one test file. */
export interface ServerPool {
  /** Keeps a server to be closed. */
  readonly serving: <T extends Closable>(server: Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** Creates an empty pool. */
export function serverPool(): ServerPool {
  const servers: Closable[] = [];

  return {
    serving: async (server) => {
      const started = await server;
      servers.push(started);

      return started;
    },
    close: async () => {
      for (const server of servers) await server.close();
    },
  };
}
