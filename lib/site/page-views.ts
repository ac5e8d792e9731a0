import type { Page } from '../core/dashboard/pages.ts';
import { compareView } from '../report/html/compare/compare-page.ts';
import { costsView } from '../report/html/costs/costs-page.ts';
import { journeyView } from '../report/html/journey/journey-page.ts';
import { overviewView } from '../report/html/overview/overview-page.ts';
import type { PageContext, HtmlPage } from '../report/html/parts/html-page.ts';
import { runView } from '../report/html/run/run-page.ts';

/** Draws a page. */
export function viewOf(page: Page, context: PageContext): HtmlPage {
  switch (page.kind) {
    case 'overview':
      return overviewView(page, context);
    case 'journey':
      return journeyView(page, context);
    case 'run':
      return runView(page, context);
    case 'costs':
      return costsView(page, context);
    case 'compare':
      return compareView(page, context);
  }
}
