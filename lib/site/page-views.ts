import type { Page } from '../core/dashboard/pages.ts';
import { html } from '../report/html/html.ts';
import type { PageContext, PageView } from '../report/html/page-view.ts';

/** Draws a page. */
export function viewOf(page: Page, context: PageContext): PageView {
  return {
    title: page.kind,
    body: html`<h1>${page.kind}</h1>
      <p><a href="${context.json}">JSON</a></p>`,
  };
}
