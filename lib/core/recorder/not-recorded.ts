import { HOUR_MS, MINUTE_MS } from '../base/time.ts';
import type { DeliveredMessage, QueueMessage } from '../record/queue-message.ts';
import type { RecorderPorts } from './record-batch.ts';

/** What happened to a message without a record. `later`: it is delivered again. */
export type NotRecorded =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'later'; readonly delayMs: number };

type SettingAside = Pick<RecorderPorts, 'clock' | 'log' | 'queue' | 'unreadable'>;

/** So long a deployment may be under way that brings a newer recorder, too. */
const DEPLOYMENT_MS = HOUR_MS;
const NEWER_DELAY_MS = 5 * MINUTE_MS;

/** The runners of a deployment may be newer than its recorder for a while, and after a rollback. */
export async function waitForNewer(
  message: DeliveredMessage,
  reason: string,
  ports: SettingAside,
): Promise<NotRecorded> {
  const waitedMs = ports.clock.epochMs() - message.sentAtMs;
  if (waitedMs >= DEPLOYMENT_MS) return setAside(message, { what: 'read', reason }, ports);
  const text = `A newer runner sent a message: ${reason}. It waits for a newer recorder.`;
  ports.log({ level: 'warning', text, messageId: message.id });
  await postpone(message, NEWER_DELAY_MS, ports);

  return { kind: 'later', delayMs: NEWER_DELAY_MS };
}

/** Sends a message to the queue of unreadable ones. */
export async function setAside(
  message: QueueMessage,
  { what, reason }: { readonly what: 'read' | 'accept'; readonly reason: string },
  { unreadable, log }: SettingAside,
): Promise<NotRecorded> {
  await unreadable.keep(message, reason);
  const text = `Cannot ${what} a message: ${reason}. It is in the queue of unreadable messages.`;
  log({ level: 'error', text, messageId: message.id });

  return { kind: 'unreadable' };
}

/** Sets when a message is delivered again. When this fails, the queue does so after its visibility timeout. */
export async function postpone(
  message: DeliveredMessage,
  delayMs: number,
  { queue, log }: SettingAside,
): Promise<void> {
  try {
    await queue.postpone(message, delayMs);
  } catch (error) {
    const text =
      'Cannot set when a message is delivered again; it will be delivered later than it should.';
    log({ level: 'warning', text, messageId: message.id, error });
  }
}
