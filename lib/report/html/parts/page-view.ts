import type { Html } from './html.ts';
import type { PageLinks } from './links.ts';

/** What pages are drawn with. */
export interface PageContext {
  readonly links: PageLinks;
  /** Where the page's JSON lies; null: nowhere, as in a file of its own. */
  readonly json: string | null;
  /** Before ids of a page that stands beside others in one file; else empty. */
  readonly idPrefix: string;
  /** True: nothing will run in the page, so that data for scripts would be ballast. */
  readonly isStatic?: true;
  /** True: one of so many pages that only what words cannot say is drawn, and the newest run told. */
  readonly isBrief?: true;
}

/** A page without what is around it. */
export interface PageView {
  readonly title: string;
  /** The contents of `<main>`. */
  readonly body: Html;
}
