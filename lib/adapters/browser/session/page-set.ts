import type { BrowserContext, Page } from 'playwright-core';
import { withDeadline } from '../with-deadline.ts';
import { instrumentPage, type InstrumentedPage, type PageInstruments } from './page-instruments.ts';

/** The pages of one attempt: the journey's own, and windows that it or its pages open. */
export interface PageSet {
  readonly page: Page;
  /** Asks every page's observer for what is outstanding; ends within the deadline. */
  flush(options: FlushOptions): Promise<void>;
}

/** How observers are asked. */
export interface FlushOptions {
  readonly deadlineMs: number;
  /** A document is still awaited: the browser answers nothing about its page until it is given up. */
  readonly loading: boolean;
}

/** A page that is busy for longer than this (an endless loop) is not waited for. */
const FLUSH_DEADLINE_MS = 1_500;
/** More windows than this are closed as they open. */
const MAX_PAGES = 10;

/** Opens the journey's page and instruments it and every later one. */
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
  // Only now: the journey's own page is waited for, windows are instrumented as they come.
  context.on('page', (opened) => admitted.set(opened, admit(opened)));
  const newPage = context.newPage.bind(context);
  // The journey gets a page of its own making once it is watched: what it loads at once counts too.
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
    // Either may fail because the window is gone again, which is what it would lead to anyway.
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
