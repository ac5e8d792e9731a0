import type { BrowserContext, Page } from 'playwright-core';

/**
 * Number of timers that Playwright has set for a context's pages: for half a second after a frame's
 * last request it checks whether the network stays idle. They do not belong to the journey.
 * Playwright has no public access to them; its version is pinned, and if its internals change the
 * result is 0 and such a timer is waited for.
 */
export function libraryTimers(context: BrowserContext): number {
  const frames = context.pages().flatMap((page) => implementation(page)?.frames?.() ?? []);

  // oxlint-disable-next-line no-underscore-dangle -- Playwright's own name
  return frames.filter((frame) => frame._networkIdleTimer?._destroyed === false).length;
}

/** Playwright keeps a reference to a fired timer; Node marks it as destroyed. */
interface Timer {
  readonly _destroyed?: boolean;
}

interface PageImplementation {
  frames?(): readonly { readonly _networkIdleTimer?: Timer }[];
}

interface PlaywrightInternals {
  readonly _connection?: { toImpl?(object: unknown): PageImplementation };
}

function implementation(page: Page): PageImplementation | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every step of the way in is optional
  const inner = page as unknown as PlaywrightInternals;

  // oxlint-disable-next-line no-underscore-dangle -- Playwright's own name
  return inner._connection?.toImpl?.(page);
}
