import type { RunRecord } from '../record/run-record.ts';

/**
 * The exit code of a command that ran journeys: 0 all passed, 1 at least one failed, 3 none failed
 * but at least one could not tell.
 */
export function exitCodeOf(records: readonly Pick<RunRecord, 'outcome'>[]): 0 | 1 | 3 {
  if (records.some((record) => record.outcome === 'failed')) return 1;

  return records.every((record) => record.outcome === 'passed') ? 0 : 3;
}
