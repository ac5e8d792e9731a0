import type { BrowserContext, Page, Request, Response } from 'playwright-core';
import type { FailureReason } from '../../../core/ports.ts';
import { documentStatusFailure } from './document-watch.ts';

/** The windows of one attempt and the callback for a failure on one of their documents. */
export interface WindowWatchOptions {
  readonly context: BrowserContext;
  /** The journey's own page, which is watched from its first request by other means. */
  readonly main: Page;
  readonly allowStatus: readonly number[];
  readonly onFinalFailure: (failure: FailureReason) => void;
}

/**
 * Watches the documents of windows that pages open. Their first response may arrive before our
 * instruments are installed, but Playwright pauses a window until its listeners are attached.
 */
export function watchWindows(options: WindowWatchOptions): void {
  const { context, main, allowStatus, onFinalFailure } = options;
  context.on('response', (response: Response) => {
    const request = response.request();
    if (!request.isNavigationRequest() || !isInAnotherWindow(request, main)) return;
    const failure = documentStatusFailure(
      {
        method: request.method(),
        url: response.url(),
        status: response.status(),
        statusText: response.statusText(),
      },
      allowStatus,
    );
    if (failure !== null) onFinalFailure(failure);
  });
}

function isInAnotherWindow(request: Request, main: Page): boolean {
  try {
    const frame = request.frame();

    return frame.parentFrame() === null && frame.page() !== main;
  } catch {
    // A navigation without a frame belongs to a window that is still being created.
    return true;
  }
}
