import { type Fields, fieldsOf } from '../base/plain-data.ts';
import { readRunnerEvent } from '../deploy/runner-event.ts';
import type { QueueFrame, QueueMessage } from '../record/queue-message.ts';
import { type MessageReading, unreadable } from './message-reading.ts';
import { slotOf, synthesisedRecord } from './synthesised-record.ts';

/**
 * Reads a runner's report of a slot whose journey it does not have: the journey was removed, or moved to
 * another function, and its schedule fired once more. The slot was not lost by a fault, so it is skipped.
 */
export function readUndeployed(
  message: Pick<QueueMessage, 'id' | 'sentAtMs'>,
  fields: Fields,
  frame: QueueFrame,
): MessageReading {
  const { event } = readRunnerEvent(fieldsOf(fields)['event']);
  const slot = event === null ? null : slotOf(event, { others: [], atMs: message.sentAtMs });
  if (event === null || slot === null) {
    return unreadable('it reports a journey that is not deployed, and names no journey and slot');
  }
  const lost = synthesisedRecord(
    {
      event,
      slot,
      kind: 'api',
      cause: 'monitor.undelivered',
      message: `The journey was not in the function that its schedule invoked in ${frame.region}: a deployment had removed it, or moved it to another function.`,
      reportedAtMs: message.sentAtMs,
      requestId: message.id,
    },
    frame,
  );

  return {
    kind: 'record',
    record: { ...lost, outcome: 'skipped', cause: null },
    rank: 'undeployed',
    duty: 'former-runner',
    metrics: [],
    holdUntilMs: 0,
  };
}
