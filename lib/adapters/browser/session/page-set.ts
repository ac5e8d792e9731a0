import type { BrowserContext, Page } from 'playwright-core';
import { withDeadline } from '../with-deadline.ts';
import { instrumentPage, type InstrumentedPage, type PageInstruments } from './page-instruments.ts';

/** The pages of one attempt: the journey's own page and all windows that are opened. */
export interface PageSet {
  readonly page: Page;
  /** Installs instruments in every page of another context, which the journey has made. */
  admitFrom(own: BrowserContext): void;
  /** Asks every page's observer for unsent facts; ends within the deadline. */
  flush(options: FlushOptions): Promise<void>;
  /** Lets every page's observer send what it has, before pages are closed. */
  leave(): Promise<void>;
  /** Whether no page has been closed. */
  areAllOpen(): boolean;
  /** Asks the main thread of every open page for an answer. */
  silent(): SilentPages;
}

/** Pages that were asked for an answer. */
export interface SilentPages {
  /** Resolves when all have answered; never rejects. */
  readonly answered: Promise<unknown>;
  /** URLs of those that have not answered yet. */
  urls(): readonly string[];
}

/** Deadline of reading the last observations, and whether a document is still loading. */
export interface FlushOptions {
  readonly deadlineMs: number;
  /** Whether a document is still loading: the browser does not answer until loading is stopped. */
  readonly loading: boolean;
}

/** Maximum wait for a busy page, such as one in an endless loop. */
const FLUSH_DEADLINE_MS = 1_500;
/** Maximum delay of a close that the journey calls, which usually takes 3 ms. */
const LEAVE_DEADLINE_MS = 250;
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
  // After the journey's page, which is awaited; windows get their instruments as they open.
  admitFrom(context);

  function admitFrom(from: BrowserContext): void {
    from.on('page', (opened) => admitted.set(opened, admit(opened)));
    const newPage = from.newPage.bind(from);
    // A page that the journey opens is returned with its instruments installed, so that its first
    // requests are recorded.
    from.newPage = async () => {
      const opened = await newPage();
      await admitted.get(opened);

      return opened;
    };
  }

  async function add(added: Page): Promise<void> {
    instruments.onPage(added);
    added.on('crash', () => {
      crashed.add(added);
      onCrash();
    });
    const instrumented = await instrumentPage(added.context(), added, instruments);
    if (instrumented !== null) pages.push(instrumented);
  }

  async function admit(opened: Page): Promise<void> {
    const excess = opened.context().pages().length > MAX_PAGES;
    // Both may fail if the window has closed in the meantime.
    await (excess ? opened.close() : add(opened)).catch(() => undefined);
  }

  function open(): readonly InstrumentedPage[] {
    return pages.filter(({ page: each }) => !each.isClosed() && !crashed.has(each));
  }

  return {
    page,
    admitFrom,
    leave: async () => {
      await withDeadline(Promise.all(open().map(async (each) => each.leave())), LEAVE_DEADLINE_MS);
    },
    areAllOpen: () => pages.every(({ page: each }) => !each.isClosed()),
    silent: () => askAll(open()),
    flush: async ({ deadlineMs, loading }) => {
      const patience = Math.min(deadlineMs, FLUSH_DEADLINE_MS);
      await Promise.all(open().map((each) => withDeadline(each.flush(loading), patience)));
    },
  };
}

function askAll(asked: readonly InstrumentedPage[]): SilentPages {
  const silent = new Set(asked);
  const answered = asked.map(async (each) => {
    // A page that closes in the meantime is no silent one.
    await each.answers().catch(() => undefined);
    silent.delete(each);
  });

  return { answered: Promise.all(answered), urls: () => [...silent].map(({ page }) => page.url()) };
}
