import { addressKind } from '../net/address-kind.ts';
import type { GuardedConnection } from './judge-message.ts';
import type { Decision } from './judge-rules.ts';

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
