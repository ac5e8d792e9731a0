import type { BrowserContext, Page, Request, Response } from 'playwright-core';
import type { FailureReason } from '../../../core/ports.ts';
import { statusVerdict } from './document-watch.ts';

/** The windows of one attempt, and what is to be done with a verdict on one of their documents. */
export interface WindowWatchOptions {
  readonly context: BrowserContext;
  /** The journey's own page, which is watched from its first request by other means. */
  readonly main: Page;
  readonly allowStatus: readonly number[];
  readonly onFinalFailure: (verdict: FailureReason) => void;
}

/**
 * Watches the documents of windows that pages open: their first document may have answered before
 * instruments of our own are in place, but Playwright holds a window until it listens.
 */
export function watchWindows(options: WindowWatchOptions): void {
  const { context, main, allowStatus, onFinalFailure } = options;
  context.on('response', (response: Response) => {
    const request = response.request();
    if (!request.isNavigationRequest() || !isInAnotherWindow(request, main)) return;
    const verdict = statusVerdict(
      {
        method: request.method(),
        url: response.url(),
        status: response.status(),
        statusText: response.statusText(),
      },
      allowStatus,
    );
    if (verdict !== null) onFinalFailure(verdict);
  });
}

function isInAnotherWindow(request: Request, main: Page): boolean {
  try {
    const frame = request.frame();

    return frame.parentFrame() === null && frame.page() !== main;
  } catch {
    // A navigation without a frame is that of a window which is still being made.
    return true;
  }
}
