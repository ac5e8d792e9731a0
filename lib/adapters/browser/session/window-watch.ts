import type { BrowserContext, Page, Request, Response } from 'playwright-core';
import type { FailureReason } from '../../../core/ports.ts';
import { documentStatusFailure } from './document-watch.ts';
import { type ServedDocument, UNHEARD, type UnloadedDocument } from './refused-document.ts';

/** The windows of one attempt and the callbacks for their documents. */
export interface WindowWatchOptions {
  readonly context: BrowserContext;
  /** The journey's own page, which is watched from its first request by other means; null: none. */
  readonly main: Page | null;
  readonly allowStatus: readonly number[];
  readonly onFinalFailure: (failure: FailureReason) => void;
  readonly onUnloaded: (document: UnloadedDocument) => void;
  /** A document was received from this address. */
  readonly onServed: (document: ServedDocument) => void;
}

/**
 * Watches the documents of windows that pages open. Their first response may arrive before our
 * instruments are installed, but Playwright pauses a window until its listeners are attached.
 */
export function watchWindows(options: WindowWatchOptions): void {
  const { context, main, allowStatus, onFinalFailure, onUnloaded } = options;
  context.on('requestfailed', (request) => {
    if (!request.isNavigationRequest() || !isInAnotherWindow(request, main)) return;
    onUnloaded({
      method: request.method(),
      url: request.url(),
      error: request.failure()?.errorText ?? '',
    });
  });
  context.on('page', (page) => {
    void checkOpened(page, onUnloaded);
  });
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
    void noteAddress(response, options);
  });
}

/**
 * A window's first document may have failed before Playwright listened to the window: it then shows
 * the browser's error page, and only the window's history knows the address.
 */
async function checkOpened(
  page: Page,
  onUnloaded: WindowWatchOptions['onUnloaded'],
): Promise<void> {
  try {
    await page.waitForLoadState('domcontentloaded');
    if (!page.url().startsWith('chrome-error:')) return;
    const session = await page.context().newCDPSession(page);
    const { currentIndex, entries } = await session.send('Page.getNavigationHistory');
    const url = entries[currentIndex]?.url ?? '';
    if (/^https?:/.test(url)) onUnloaded({ method: 'GET', url, error: UNHEARD });
  } catch {
    // The window has closed in the meantime.
  }
}

async function noteAddress(response: Response, { onServed }: WindowWatchOptions): Promise<void> {
  // It rejects if the window has closed in the meantime.
  const server = await response.serverAddr().catch(() => null);
  if (server === null) return;
  onServed({
    method: response.request().method(),
    url: response.url(),
    address: server.ipAddress,
  });
}

function isInAnotherWindow(request: Request, main: Page | null): boolean {
  try {
    const frame = request.frame();

    return frame.parentFrame() === null && frame.page() !== main;
  } catch {
    // A navigation without a frame belongs to a window that is still being created.
    return true;
  }
}
