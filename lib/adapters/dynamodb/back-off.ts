import { setTimeout as delay } from 'node:timers/promises';

const FIRST_BACKOFF_MS = 20;
const MAX_BACKOFF_MS = 250;

/** Waits longer each round; half of it at random, so that two who wait do not meet again. */
export async function backOff(round: number): Promise<void> {
  const waitMs = Math.min(FIRST_BACKOFF_MS * 2 ** round, MAX_BACKOFF_MS);
  await delay(waitMs * (0.5 + Math.random() / 2));
}
