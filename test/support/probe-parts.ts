import type net from 'node:net';
import netModule from 'node:net';
import type { HttpSessionOptions } from '../../lib/adapters/http/http-session.ts';
import type { HttpSession } from '../../lib/core/ports.ts';
import type { ProbeClient } from '../../lib/core/journey/probe-api.ts';
import type { Cause } from '../../lib/core/record/outcome.ts';
import type { RequestRecord } from '../../lib/core/record/run-record.ts';
import { failureOf, testSession } from './http-frame.ts';
import { closer, listen } from './listening.ts';

/** A failed probe: its cause, its message, and its record. */
export interface FailedProbe {
  readonly cause: Cause;
  readonly message: string;
  readonly record: RequestRecord;
}

/** Runs a probe in a session of its own that must fail. */
export async function failedProbe(
  call: (probe: ProbeClient) => Promise<unknown>,
  options: Partial<HttpSessionOptions> = {},
): Promise<FailedProbe> {
  const session = testSession(options);
  const { code, message } = await failureOf(call(session.probe));
  const [record] = session.requests();
  session.close();
  if (record === undefined) throw new TypeError('The probe left no record');

  return { cause: code, message, record };
}

/** Runs a probe in a session of its own that must pass. */
export async function passedProbe<T>(
  call: (probe: ProbeClient) => Promise<T>,
  options: Partial<HttpSessionOptions> = {},
): Promise<T> {
  const session: HttpSession = testSession(options);
  try {
    return await call(session.probe);
  } finally {
    session.close();
  }
}

/** The phases of a record and what is unaccounted, in whole microseconds, less the total: 0. */
export function phaseError({ phases, totalMs }: RequestRecord): number {
  const sum = Object.values(phases).reduce<number>(
    (us, ms) => us + Math.round((ms ?? 0) * 1000),
    0,
  );

  return sum - Math.round(totalMs * 1000);
}

/** A TCP server on loopback. */
export interface SocketServer {
  readonly port: number;
  readonly target: string;
  readonly close: () => Promise<void>;
}

/** Starts a server that does the same with each connection. */
export async function socketServer(onSocket: (socket: net.Socket) => void): Promise<SocketServer> {
  const server = netModule.createServer(onSocket);
  const close = closer(server);
  const port = await listen(server);

  return { port, target: `127.0.0.1:${port}`, close };
}
