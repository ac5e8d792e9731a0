import type { RefusedConnection } from '../../core/record/run-record.ts';
import { formatCount } from './count.ts';

/** What was refused, such as `10.7.0.5:80 (TCP)`. */
export function refusedTarget({ address, port, protocol }: RefusedConnection): string {
  const host = address.includes(':') ? `[${address}]` : address;

  return `${host}:${port} (${protocol.toUpperCase()})`;
}

/** Who tried to connect, and how often. */
export function refusedBy({ by, count }: RefusedConnection): string {
  return `${formatCount(count, 'attempt')} by the ${by}`;
}

/** The setting that would allow the connection, or that none does. */
export function refusedRemedy({ setting }: RefusedConnection): string {
  return setting === 'allowPrivate' ? 'to allow it: allowPrivate' : 'no setting allows it';
}

/** What `instrument.containment` means; null: unknown. */
export function describeContainment(containment: 'full' | 'partial' | undefined): string | null {
  if (containment === undefined) return null;

  return containment === 'full'
    ? 'full: every connection was checked before it was made'
    : 'partial: only names and responses were checked';
}
