import type { RunRecord } from './run-record.ts';

/**
 * Whole days until the first server certificate expires, of all hosts that a run reached by TLS; negative when one
 * has expired. Null: the run saw none.
 */
export function daysToExpiry({ requests }: Pick<RunRecord, 'requests'>): number | null {
  const days = requests.map(({ tls }) => tls?.daysToExpiry ?? null).filter((each) => each !== null);

  return days.length === 0 ? null : Math.min(...days);
}
