import type { Browser, BrowserContext } from 'playwright-core';

/** The contexts that a journey makes with `context.browser().newContext()`. */
export interface OwnContexts {
  /** Makes the browser's function as it was. */
  stop(): void;
  /** Closes those that the journey left open: the browser is used again. */
  close(): Promise<void>;
}

/** Calls `watch` with every context that is made from now on, before the journey gets it. */
export function ownContexts(
  browser: Browser,
  watch: (context: BrowserContext) => void,
): OwnContexts {
  const made: BrowserContext[] = [];
  const newContext = browser.newContext.bind(browser);
  const isOwn = Object.hasOwn(browser, 'newContext');
  browser.newContext = async (options) => {
    const context = await newContext(options);
    made.push(context);
    watch(context);

    return context;
  };

  return {
    stop: () => {
      if (!isOwn) Reflect.deleteProperty(browser, 'newContext');
    },
    close: async () => {
      await Promise.all(made.map(async (context) => context.close()));
    },
  };
}
