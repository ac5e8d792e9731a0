import type { RunRecord } from './run-record.ts';

/**
 * How much a record knows of its slot; one that knows more replaces one that knows less. `run`: the
 * runner's own. `died`: made from Lambda's report that the run ended without one. `undelivered`:
 * made from the scheduler's report that no run was begun. `missing`: nobody reported anything.
 */
export type RecordRank = 'missing' | 'undelivered' | 'died' | 'run';

/** Ranks as they are stored. Part of the table's format: add between, never renumber. */
const NUMBERS: Readonly<Record<RecordRank, number>> = {
  missing: 10,
  undelivered: 20,
  died: 30,
  run: 40,
};

/** The rank as a number: the greater knows more. */
export function rankNumber(rank: RecordRank): number {
  return NUMBERS[rank];
}

/** The rank of a record that whoever ran the journey, or missed it, wrote. */
export function ownRank({ outcome }: Pick<RunRecord, 'outcome'>): RecordRank {
  return outcome === 'missing' ? 'missing' : 'run';
}
