import { inertJson } from '../core/base/inert-json.ts';
import { type Html, html } from '../report/html/parts/html.ts';
import type { PageLinks, HtmlPage } from '../report/html/parts/html-page.ts';
import { emptyState } from '../report/html/parts/texts.ts';

/** Why a page is not shown. */
export interface PageProblem {
  /** The HTTP status. */
  readonly status: 400 | 404 | 500 | 503;
  readonly message: string;
  /** The most similar name, and its address; null: none is similar. */
  readonly nearest: { readonly name: string; readonly address: string } | null;
  /** The page asks again by itself after this time. */
  readonly retryAfterS?: number;
}

const TITLES: Readonly<Record<PageProblem['status'], string>> = {
  400: 'Invalid address',
  404: 'Page not found',
  500: 'Cannot show this page',
  503: 'Cannot read the history',
};

/** The page that is shown instead of another, with the reason and what to do next. */
export function problemView(problem: PageProblem, links: PageLinks): HtmlPage {
  const { status, message, nearest } = problem;
  const title = problem.retryAfterS === undefined ? TITLES[status] : 'Reading the history';
  const overview = links.overview(null);

  return {
    title,
    body: html`<div class="page-head">
        <div class="page-title"><h1>${title}</h1></div>
      </div>
      ${emptyState(
        message,
        html`${nearest !== null && nearestLine(nearest)} ${adviceOf(problem)}
          <a href="${overview}">Go to the overview</a>.`,
      )}`,
  };
}

/** `{ "problem": … }` as text, for requests whose path ends in `.json`. */
export function problemJson(problem: PageProblem): string {
  return inertJson(JSON.stringify({ problem }));
}

function nearestLine({ name, address }: NonNullable<PageProblem['nearest']>): Html {
  return html`Did you mean <a href="${address}">${name}</a>? `;
}

function adviceOf({ status, retryAfterS }: PageProblem): Html | null {
  if (retryAfterS !== undefined) {
    return html`This page reloads by itself. <a href="">Reload now</a>. `;
  }

  return status === 503
    ? html`<a href="">Try again</a>, or read the server's output in its terminal. `
    : null;
}
