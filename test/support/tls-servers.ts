import type net from 'node:net';
import { DAY_MS } from '../../lib/core/base/time.ts';
import { closer, listen } from './listening.ts';

/** Servers of one test file, closed together. */
export interface TlsServers {
  /** Starts a server; returns the target of a probe. */
  readonly listen: (server: net.Server) => Promise<string>;
  readonly close: () => Promise<void>;
}

export function tlsServers(): TlsServers {
  const closers: (() => Promise<void>)[] = [];

  return {
    listen: async (server) => {
      server.on('tlsClientError', () => undefined);
      closers.push(closer(server));

      return `127.0.0.1:${await listen(server)}`;
    },
    close: async () => {
      for (const close of closers.splice(0)) await close();
    },
  };
}

/** Half a day more than whole days from now, so that they are the same for the whole test. */
export function inDays(days: number): Date {
  return new Date(Math.floor((Date.now() + (days + 0.5) * DAY_MS) / 1000) * 1000);
}
