import type { BrowserContext, Page } from 'playwright-core';
import { withDeadline } from '../with-deadline.ts';
import { instrumentPage, type InstrumentedPage, type PageInstruments } from './page-instruments.ts';

/** The pages of one attempt: the journey's own page and all windows that are opened. */
export interface PageSet {
  readonly page: Page;
  /** Asks every page's observer for unsent facts; ends within the deadline. */
  flush(options: FlushOptions): Promise<void>;
}

/** Deadline of reading the last observations, and whether a document is still loading. */
export interface FlushOptions {
  readonly deadlineMs: number;
  /** Whether a document is still loading: the browser does not answer until loading is stopped. */
  readonly loading: boolean;
}

/** Maximum wait for a busy page, such as one in an endless loop. */
const FLUSH_DEADLINE_MS = 1_500;
/** Further windows are closed as they open. */
const MAX_PAGES = 10;

/** Opens the journey's page and installs instruments in it and in every later page. */
export async function pageSet(
  context: BrowserContext,
  instruments: PageInstruments,
  onCrash: () => void,
): Promise<PageSet> {
  const pages: InstrumentedPage[] = [];
  const crashed = new Set<Page>();
  const admitted = new WeakMap<Page, Promise<void>>();
  const page = await context.newPage();
  await add(page);
  // Registered after the journey's page, which is awaited; windows get their instruments as they
  // open.
  context.on('page', (opened) => admitted.set(opened, admit(opened)));
  const newPage = context.newPage.bind(context);
  // A page that the journey opens is returned with its instruments installed, so that its first
  // requests are recorded.
  context.newPage = async () => {
    const opened = await newPage();
    await admitted.get(opened);

    return opened;
  };

  async function add(added: Page): Promise<void> {
    added.on('crash', () => {
      crashed.add(added);
      onCrash();
    });
    const instrumented = await instrumentPage(context, added, instruments);
    if (instrumented !== null) pages.push(instrumented);
  }

  async function admit(opened: Page): Promise<void> {
    const excess = context.pages().length > MAX_PAGES;
    // Both may fail if the window has closed in the meantime.
    await (excess ? opened.close() : add(opened)).catch(() => undefined);
  }

  return {
    page,
    flush: async ({ deadlineMs, loading }) => {
      const open = pages.filter(({ page: each }) => !each.isClosed() && !crashed.has(each));
      const patience = Math.min(deadlineMs, FLUSH_DEADLINE_MS);
      await Promise.all(open.map((each) => withDeadline(each.flush(loading), patience)));
    },
  };
}
