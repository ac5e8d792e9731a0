import type { RecordRank } from '../record/record-rank.ts';
import type { RunRecord } from '../record/run-record.ts';

/** What a message says: one record, or nothing that anybody can read. */
export type MessageReading =
  | {
      readonly kind: 'record';
      readonly record: RunRecord;
      readonly rank: RecordRank;
      /** What the journey's budgets are about. */
      readonly metrics: readonly string[];
      /** The record is not to be used before, in milliseconds since 1970. */
      readonly holdUntilMs: number;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };
