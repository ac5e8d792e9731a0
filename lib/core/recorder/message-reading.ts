import type { SenderClaim } from './senders.ts';
import type { RecordRank } from '../record/record-rank.ts';
import type { RunRecord } from '../record/run-record.ts';

/** The content of a queue message: one record, nothing to record, or the reason why it cannot be read. */
export type MessageReading =
  | {
      readonly kind: 'record';
      readonly record: RunRecord;
      readonly rank: RecordRank;
      /** What a role must be there for, to send such a message. */
      readonly duty: SenderClaim['duty'];
      /** Metrics of the journey's budgets, such as `lcp`. */
      readonly metrics: readonly string[];
      /** The record must not be used earlier, in milliseconds since 1970. */
      readonly holdUntilMs: number;
    }
  /** Of a tick that belongs to no slot, see `isSurplusTick`: nothing is recorded. */
  | { readonly kind: 'surplus' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** Of a newer runner: a recorder that the same deployment brings can read it. */
  | { readonly kind: 'newer'; readonly reason: string };

/** A message that goes to the queue of unreadable ones; the reason continues "Cannot read a message: ". */
export function unreadable(reason: string): MessageReading {
  return { kind: 'unreadable', reason };
}
