import type { RunRecord } from './run-record.ts';

/**
 * How complete a record of a slot is; a more complete one replaces the others. `run`: sent by the
 * runner. `evidence`: sent by it once more, with the evidence
 * that was not there when the outcome was known. `died`: made from Lambda's report that the run ended without a record. `undelivered`: made
 * from the scheduler's report that the run did not start. `undeployed`: made from a runner's report that
 * it does not have the journey. `missing`: there was no report at all.
 */
export type RecordRank = 'missing' | 'undeployed' | 'undelivered' | 'died' | 'run' | 'evidence';

/** Ranks as they are stored. Part of the table's format: add between, never renumber. */
const NUMBERS: Readonly<Record<RecordRank, number>> = {
  missing: 10,
  undeployed: 15,
  undelivered: 20,
  died: 30,
  run: 40,
  evidence: 50,
};

/** The rank as the number that is stored; a greater one replaces a smaller one. */
export function rankNumber(rank: RecordRank): number {
  return NUMBERS[rank];
}

/** Whether a record of this rank has the run's own measurements. */
export function isMeasured(rank: RecordRank): boolean {
  return NUMBERS[rank] >= NUMBERS.run;
}

/** The rank of a record that was not made from a report of loss: `run`, or `missing`. */
export function ownRank({ outcome }: Pick<RunRecord, 'outcome'>): RecordRank {
  return outcome === 'missing' ? 'missing' : 'run';
}
