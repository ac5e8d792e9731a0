import net from 'node:net';
import type { FailureReason, RunFrame } from '../../../core/ports.ts';
import type { RequestRecord } from '../../../core/record/run-record.ts';
import type { Redact } from '../../../core/record/redact.ts';
import type { RunFailure } from '../../../core/record/outcome.ts';
import { bareHost } from '../../net/address-guard.ts';
import type { ConnectionOptions } from '../../http/connection.ts';
import { requestLog } from '../../http/request-log.ts';
import { startTimeLimit } from '../../http/time-limit.ts';
import type { LeafKey } from './leaf-certificate.ts';
import { type Greeted, greeted, openTunnel } from './tunnel.ts';

/** What the connections of one attempt lead to. */
export interface ForwardedAttempt {
  /** The only origin that is connected to. */
  readonly url: URL;
  readonly connection: ConnectionOptions;
  readonly frame: RunFrame;
  readonly redact: Redact;
}

/** How a connection of the browser was led to its server. */
export type TunnelFacts = Pick<RequestRecord, 'phases' | 'remoteAddress' | 'tls'>;

/** The connections of one attempt. */
export interface Tunnels {
  /** What an answer came over, by the names in the certificate that the browser was shown; null: not over one. */
  find(certificateNames: readonly string[]): TunnelFacts | null;
  /** Why the origin could not be reached, the last time between two instants (epoch, ms); null: it could. */
  failureBetween(fromMs: number, toMs: number): FailureReason | null;
  /** Whether a URL leads over the forwarder. */
  covers(url: URL): boolean;
  close(): void;
}

/** The connections of an attempt, as the forwarder sees them. */
export interface AttemptTunnels extends Tunnels {
  /** Leads a connection of the browser to the server; ends any other. */
  serve(socket: net.Socket): Promise<void>;
}

/** Connections and failures that are kept; a page may cause any number. */
const MAX_KEPT = 1_000;
const MARK_SUFFIX = '.forwarder.waywiser.invalid';

/** Creates the list of an attempt. `key`: that of the forwarder. */
export function attemptTunnels(attempt: ForwardedAttempt, key: LeafKey): AttemptTunnels {
  const { url, connection, frame } = attempt;
  const log = requestLog(frame, attempt.redact);
  const host = bareHost(url);
  const closing = new AbortController();
  const sockets = openSockets();
  const known = new Map<string, () => TunnelFacts>();
  const failures: { readonly atMs: number; readonly reason: FailureReason }[] = [];
  let count = 0;

  function onFailure({ code, message }: RunFailure): void {
    failures.push({ atMs: Date.now(), reason: { cause: code, message } });
    if (failures.length > MAX_KEPT) failures.shift();
  }

  const shared = { url, host, key, connection, onFailure, track: sockets.track };

  async function lead(browser: Greeted): Promise<void> {
    count += 1;
    const mark = `${count}${MARK_SUFFIX}`;
    const entry = log.open('CONNECT', url);
    if (known.size < MAX_KEPT) known.set(mark, () => entry.record());
    const limit = startTimeLimit(null, frame, closing.signal);
    limit.unref();
    try {
      await openTunnel(browser, { ...shared, mark, entry, limit });
    } finally {
      limit.release();
    }
  }

  return {
    serve: async (socket) => {
      sockets.track(socket);
      const browser = await expected(socket, host);
      if (browser === null || closing.signal.aborted) socket.destroy();
      else await lead(browser);
    },
    find: (names) => {
      const mark = names.find((name) => name.endsWith(MARK_SUFFIX));

      return mark === undefined ? null : (known.get(mark)?.() ?? null);
    },
    failureBetween: (fromMs, toMs) =>
      failures.findLast(({ atMs }) => atMs >= fromMs && atMs <= toMs)?.reason ?? null,
    covers: ({ origin }) => origin === url.origin,
    close: () => {
      closing.abort();
      sockets.destroy();
    },
  };
}

/** Both sides of all connections of an attempt, which must end with it. */
function openSockets(): {
  readonly track: (socket: net.Socket) => void;
  readonly destroy: () => void;
} {
  const open = new Set<net.Socket>();

  return {
    track: (socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    },
    destroy: () => {
      for (const socket of open) socket.destroy();
    },
  };
}

/** A connection that asks for this host; null: any other. */
async function expected(socket: net.Socket, host: string): Promise<Greeted | null> {
  const browser = await greeted(socket).catch(() => null);

  return browser !== null && isFor(host, browser.hello.serverName) ? browser : null;
}

/** Names that are addresses are not sent (RFC 6066, section 3). */
function isFor(host: string, serverName: string | null): boolean {
  return net.isIP(host) === 0 ? serverName === host.toLowerCase() : serverName === null;
}
