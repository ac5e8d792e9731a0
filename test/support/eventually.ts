import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 250;

/**
 * Asks again and again until `probe` gives something other than false, null or undefined, and
 * returns it. Throws once the deadline has passed, with `what` was waited for.
 */
export async function eventually<T>(
  what: string,
  deadlineMs: number,
  probe: () => Promise<T> | T,
): Promise<Exclude<T, false | null | undefined>> {
  const start = performance.now();
  for (;;) {
    const found = await probe();
    if (isFound(found)) return found;
    if (performance.now() - start > deadlineMs) {
      throw new Error(`Waited ${Math.round(deadlineMs / 1_000)} s in vain until ${what}`);
    }
    await delay(POLL_MS);
  }
}

function isFound<T>(value: T): value is Exclude<T, false | null | undefined> {
  return value !== false && value !== null && value !== undefined;
}
