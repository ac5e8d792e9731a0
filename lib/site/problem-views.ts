import { inertJson } from '../core/base/inert-json.ts';
import { type Html, html } from '../report/html/parts/html.ts';
import type { PageLinks, HtmlPage } from '../report/html/parts/html-page.ts';
import { emptyState } from '../report/html/parts/texts.ts';

/** Why a page is not shown. */
export interface PageProblem {
  /** Of HTTP. */
  readonly status: 400 | 404 | 500 | 503;
  /** What is the matter, in words. */
  readonly message: string;
  /** What was probably meant: a name and where it lies; null: nothing near. */
  readonly nearest: { readonly name: string; readonly address: string } | null;
  /** It may be over so many seconds later: the page asks again by itself. */
  readonly retryAfterS?: number;
}

const TITLES: Readonly<Record<PageProblem['status'], string>> = {
  400: 'This address asks for something odd',
  404: 'Nothing lies here',
  500: 'This page could not be made',
  503: 'The history could not be read',
};

/** The page that says why another is not shown, and where to go from there. */
export function problemView(problem: PageProblem, links: PageLinks): HtmlPage {
  const { status, message, nearest } = problem;
  const title = problem.retryAfterS === undefined ? TITLES[status] : 'The history is being read';
  const overview = links.overview(null);

  return {
    title,
    body: html`<div class="page-head">
        <div class="page-title"><h1>${title}</h1></div>
      </div>
      ${emptyState(
        message,
        html`${nearest !== null && nearestLine(nearest)} ${adviceOf(problem)}
          <a href="${overview}">To the overview</a>.`,
      )}`,
  };
}

/** The same for programs. */
export function problemJson(problem: PageProblem): string {
  return inertJson(JSON.stringify({ problem }));
}

function nearestLine({ name, address }: NonNullable<PageProblem['nearest']>): Html {
  return html`Did you mean <a href="${address}">${name}</a>? `;
}

function adviceOf({ status, retryAfterS }: PageProblem): Html | null {
  if (retryAfterS !== undefined) {
    return html`This page asks again by itself, or <a href="">at once</a> if you like. `;
  }

  return status === 503
    ? html`The server goes on: <a href="">try again</a>, or look at the terminal that it runs in. `
    : null;
}
