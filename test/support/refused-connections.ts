import type { RefusedConnection } from '../../lib/core/record/run-record.ts';

/** A refused connection of a page to a database, with some fields changed. */
export function refusedConnection(changes: Partial<RefusedConnection> = {}): RefusedConnection {
  return {
    address: '10.0.0.5',
    port: 5432,
    protocol: 'tcp',
    by: 'browser',
    setting: 'allowPrivate',
    count: 3,
    atMs: 41,
    ...changes,
  };
}
