import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { FORWARDER_PORTS } from '../adapters/guard/forwarder-ports.ts';
import type { JourneyPlan } from '../core/journey/plan.ts';

const MAX_TRIES = 20;

/** Whether a journey's browser needs connections with a client certificate. */
export function needsForwarder({ kind, access }: Pick<JourneyPlan, 'kind' | 'access'>): boolean {
  return kind === 'browser' && access?.clientCertificate !== undefined;
}

/**
 * A port of loopback at which nothing listens. The worker listens there, but this process chooses it: what
 * a journey claims, its browser may not reach. Null: there is none, or no file handle to find one with.
 */
export async function freePort(): Promise<number | null> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const port = randomInt(FORWARDER_PORTS.from, FORWARDER_PORTS.to);
    // oxlint-disable-next-line no-await-in-loop -- one after the other, until one is free
    if (await isFree(port)) return port;
  }

  return null;
}

async function isFree(port: number): Promise<boolean> {
  const server = net.createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');

  return true;
}
