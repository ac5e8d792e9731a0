import type { Browser, BrowserContext } from 'playwright-core';
import { replaceCall } from './followed-calls.ts';

type CloseOptions = Parameters<BrowserContext['close']>[0];

/** Whether the journey has closed what belongs to the run. */
export interface JourneyClosing {
  /** Calls of a context's `close` first let its pages send their last facts. */
  attend(context: BrowserContext): void;
  isClosed(): boolean;
  /** Makes the browser's function as it was. */
  stop(): void;
}

/** What the closing of a journey's own page, context and browser needs. */
export interface ClosingOptions {
  readonly browser: Browser;
  /** The context of the journey's page. */
  readonly context: BrowserContext;
  /** Lets the pages send what was measured; soon, never rejects. */
  readonly leave: () => Promise<void>;
  /** Is called before that context closes. */
  readonly onClose: () => void;
}

/**
 * Lets a journey close its context and its browser, as scripts do at their end. The browser is not the
 * journey's alone: of it, the contexts of the run are closed, which is all that a journey can see.
 */
export function journeyClosing(options: ClosingOptions): JourneyClosing {
  const { browser, leave, onClose } = options;
  const isOwn = Object.hasOwn(browser, 'close');
  let isClosed = false;

  function attend(context: BrowserContext): void {
    const close = context.close.bind(context);
    replaceCall(context, 'close', async (how?: CloseOptions) => {
      await leave();
      if (context === options.context) {
        isClosed = true;
        onClose();
      }
      await close(how);
    });
  }

  attend(options.context);
  const close = browser.close.bind(browser);
  replaceCall(browser, 'close', async (how?: CloseOptions) => {
    await Promise.all(browser.contexts().map(async (context) => context.close(how)));
  });

  return {
    attend,
    isClosed: () => isClosed,
    stop: () => {
      if (isOwn) browser.close = close;
      else Reflect.deleteProperty(browser, 'close');
    },
  };
}
