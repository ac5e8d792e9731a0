import type { SenderDirectory } from '../ports.ts';
import type { QueueMessage } from '../record/queue-message.ts';
import type { MessageReading } from './message-reading.ts';
import { roleIdOf, type SenderClaim, senderProblem } from './senders.ts';

/**
 * Why a record is refused because of its sender; null: it is not. Roles that are not known are looked
 * up once more, because a deployment may have added them. Rejects when the roles cannot be read.
 */
export async function refusalOf(
  { senderId }: Pick<QueueMessage, 'senderId'>,
  { record, duty }: Extract<MessageReading, { kind: 'record' }>,
  senders: SenderDirectory | null,
): Promise<string | null> {
  if (senders === null) return null;
  const { journey, scheduledAt } = record;
  const slotMs = scheduledAt === null ? null : Date.parse(scheduledAt);
  const claim: SenderClaim = { senderId, duty, journey, slotMs };
  const known = await senders.known();
  const problem = senderProblem(claim, known);
  if (problem === null || known.byId.has(roleIdOf(senderId))) return problem;

  return senderProblem(claim, await senders.renewed());
}
