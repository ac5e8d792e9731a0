/** How long before the instant the timer gives way to spinning: timers are late by a millisecond or two. */
const SPIN_MS = 3;

/**
 * Waits until exactly `delayMs` after `since`, and calls `action` then. Returns what the delay really
 * was when `action`, such as a write, had returned. It spins at the end: for processes that serve a test and nothing else.
 */
export async function preciseDelay(
  delayMs: number,
  action: () => void = () => undefined,
  since: number = performance.now(),
): Promise<number> {
  const target = since + delayMs;
  const sleepMs = target - performance.now() - SPIN_MS;
  if (sleepMs > 0) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, sleepMs);
    });
  }
  while (performance.now() < target);
  action();

  return performance.now() - since;
}
