import { setTimeout as delay } from 'node:timers/promises';

const FIRST_BACKOFF_MS = 20;
const MAX_BACKOFF_MS = 250;

/**
 * Waits with exponential back-off, 20 to 250 ms; half of each wait is random, so that clients do
 * not retry in step.
 */
export async function backOff(round: number): Promise<void> {
  const waitMs = Math.min(FIRST_BACKOFF_MS * 2 ** round, MAX_BACKOFF_MS);
  await delay(waitMs * (0.5 + Math.random() / 2));
}
