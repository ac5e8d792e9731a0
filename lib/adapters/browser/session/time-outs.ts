import type { BrowserContext } from 'playwright-core';
import type { RunFrame } from '../../../core/ports.ts';

/** An action that waits this long for its element waits for something that does not come. */
const ACTION_TIMEOUT_MS = 10_000;
/** Playwright's own for navigations. */
const NAVIGATION_TIMEOUT_MS = 30_000;
/** How long before the run's deadline a call must give up, so that its own message is heard. */
const MARGIN_MS = 300;
const MIN_MS = 250;
const ADJUST_EVERY_MS = 250;

/**
 * Keeps Playwright's default time-outs inside the time that the run has left: a missing element
 * fails with the locator's message, not with the run's deadline. The result stops it.
 */
export function keepTimeoutsInside(context: BrowserContext, frame: RunFrame): () => void {
  apply();
  const timer = setInterval(() => {
    if (frame.remainingMs() < NAVIGATION_TIMEOUT_MS + MARGIN_MS) apply();
  }, ADJUST_EVERY_MS);
  timer.unref();

  function apply(): void {
    const left = Math.max(MIN_MS, frame.remainingMs() - MARGIN_MS);
    context.setDefaultTimeout(Math.min(ACTION_TIMEOUT_MS, left));
    context.setDefaultNavigationTimeout(Math.min(NAVIGATION_TIMEOUT_MS, left));
  }

  return () => clearInterval(timer);
}
