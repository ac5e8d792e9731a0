import { addressKind } from '../net/address-kind.ts';
import type { GuardedConnection } from './judge-message.ts';
import type { Decision } from './judge-rules.ts';

/**
 * The range of such ports. Below the ports that systems give to connections (Linux: 32768 and above, by
 * https://docs.kernel.org/networking/ip-sysctl.html), so that none takes it before the worker does.
 */
export const FORWARDER_PORTS = { from: 20_000, to: 32_000 } as const;

/** Ports at which workers of this process lead connections with a client certificate. */
const reserved = new Set<number>();

/** Reserves a worker's port in place of the one that it had before; null: none. */
export function reservePort(before: number | null, port: number | null): void {
  if (before !== null) reserved.delete(before);
  if (port !== null) reserved.add(port);
}

/** Every such address leads to what listens at 127.0.0.1, or at no address of its own. */
const LOCAL_KINDS = ['loopback', 'unspecified'];

/**
 * Decides about a reserved port: only the browser of its own journey may connect to it, whatever else a
 * journey may reach. Null: it is none.
 */
export function forwarderDecision(
  { by, address, port, protocol }: GuardedConnection,
  own: number | null,
): Decision | null {
  if (!reserved.has(port) || protocol !== 'tcp') return null;
  if (!LOCAL_KINDS.includes(addressKind(address))) return null;

  return by === 'browser' && port === own ? 'always' : 'deny';
}

/**
 * What a process may remember of a decision. A port that may become that of a forwarder is asked about at each
 * connection: a permission that was remembered before would hold after it was reserved.
 */
export function remembered(
  { address, port }: Pick<GuardedConnection, 'address' | 'port'>,
  decision: Decision,
): Decision {
  const { from, to } = FORWARDER_PORTS;
  const mayLead = port >= from && port < to && LOCAL_KINDS.includes(addressKind(address));

  return decision === 'always' && mayLead ? 'once' : decision;
}
