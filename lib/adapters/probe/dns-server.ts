import net from 'node:net';
import { RunFailure } from '../../core/record/outcome.ts';
import { bareHost } from '../net/address-guard.ts';
import type { ConnectionOptions } from '../http/connection.ts';
import type { ProbeSession } from './probe.ts';
import { targetUrl } from './target-url.ts';

/** The name server that a probe asks. */
export interface DnsServer {
  /** Such as `dns://10.0.0.2:53`. */
  readonly url: URL;
  readonly host: string;
  readonly port: number;
  /** For messages: host and port. */
  readonly label: string;
  /** Whether the machine itself is configured with it, so that its silence is no fault of the target. */
  readonly isOwn: boolean;
}

const DNS_PORT = 53;

/** The server that the author names. Throws a TypeError for what is none. */
export function namedServer(resolver: string): DnsServer {
  try {
    return serverOf(bracketed(resolver), false);
  } catch (error) {
    throw new TypeError(`its resolver is "${resolver}"; expected a host with or without port`, {
      cause: error,
    });
  }
}

/** The first server that this machine is configured with. */
export function ownServer({ connection }: ProbeSession): DnsServer {
  const [first] = connection.names.servers();
  if (first !== undefined) return serverOf(bracketed(first), true);
  const reason =
    'this machine is configured with no name server; expected one, or the option resolver';

  throw new RunFailure('monitor.dns', reason);
}

function serverOf(target: string, isOwn: boolean): DnsServer {
  const url = targetUrl('dns', target, DNS_PORT);
  const port = Number(url.port);

  return { url, host: bareHost(url), port, label: url.host, isOwn };
}

function bracketed(server: string): string {
  return net.isIPv6(server) ? `[${server}]` : server;
}

/** The machine's own server is no target of the journey's choice: it may be in a private network. */
export function connectionTo({ isOwn }: DnsServer, options: ConnectionOptions): ConnectionOptions {
  return isOwn ? { ...options, allowPrivate: true, allowHosts: null } : options;
}
