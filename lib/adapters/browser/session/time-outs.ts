import type { BrowserContext } from 'playwright-core';
import type { RunFrame } from '../../../core/ports.ts';

/** Default time-out of actions. */
const ACTION_TIMEOUT_MS = 10_000;
/** Playwright's default for navigations. */
const NAVIGATION_TIMEOUT_MS = 30_000;
/** How long before the run's deadline a call must time out, so that its own message is reported. */
const MARGIN_MS = 300;
const MIN_TIMEOUT_MS = 250;
const ADJUST_INTERVAL_MS = 250;

/**
 * Keeps Playwright's default time-outs within the run's remaining time, so that a missing element
 * fails with the locator's message instead of the run's deadline. The returned function stops it.
 */
export function keepTimeoutsInside(context: BrowserContext, frame: RunFrame): () => void {
  apply();
  const timer = setInterval(() => {
    if (frame.remainingMs() < NAVIGATION_TIMEOUT_MS + MARGIN_MS) apply();
  }, ADJUST_INTERVAL_MS);
  timer.unref();

  function apply(): void {
    const left = Math.max(MIN_TIMEOUT_MS, frame.remainingMs() - MARGIN_MS);
    context.setDefaultTimeout(Math.min(ACTION_TIMEOUT_MS, left));
    context.setDefaultNavigationTimeout(Math.min(NAVIGATION_TIMEOUT_MS, left));
  }

  return () => clearInterval(timer);
}
