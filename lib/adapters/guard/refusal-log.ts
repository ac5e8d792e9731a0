import type { RefusedConnection } from '../../core/record/run-record.ts';
import { MAX_REFUSED } from '../../core/run/merge-refused.ts';
import type { GuardedConnection } from './judge-message.ts';

/** Refused connections of an attempt, one entry for each address, port, protocol and side. */
export interface Refusals {
  readonly refused: readonly RefusedConnection[];
  /** Number of connections to further addresses. */
  readonly omitted: number;
}

/** Counts the refused connections of one attempt that started at `startMs`. */
export function refusalLog(startMs: number): {
  note(connection: GuardedConnection, nowMs: number): RefusedConnection;
  read(): Refusals;
} {
  const entries = new Map<string, RefusedConnection>();
  let omitted = 0;

  return {
    note: ({ kind, address, port, protocol, by }, nowMs) => {
      const setting = kind === 'refused' ? 'none' : 'allowPrivate';
      const key = JSON.stringify([address, port, protocol, by, setting]);
      const known = entries.get(key);
      const atMs = known?.atMs ?? Math.round((nowMs - startMs) * 1_000) / 1_000;
      const entry = {
        address,
        port,
        protocol,
        by,
        setting,
        count: (known?.count ?? 0) + 1,
        atMs,
      } as const;
      if (known === undefined && entries.size >= MAX_REFUSED) omitted += 1;
      else entries.set(key, entry);

      return entry;
    },
    read: () => ({ refused: [...entries.values()], omitted }),
  };
}
