import type { PageFrame } from '../../../core/dashboard/page-frame.ts';
import { type Html, html } from './html.ts';
import { iconSprite, logo } from './icons.ts';
import type { PageLinks, HtmlPage } from './html-page.ts';
import { instant } from './times.ts';

/** Which of the product's pages a document is. */
export type ActivePage = 'overview' | 'journey' | 'run' | 'compare' | 'costs';

/** A whole document's parts. */
export interface DocumentParts {
  readonly view: HtmlPage;
  readonly frame: PageFrame;
  /** Null: none of them, such as the page that says that there is none. */
  readonly active: ActivePage | null;
  readonly links: PageLinks;
  /** Where the page's JSON lies; null: nowhere. */
  readonly json: string | null;
  /** Links to stylesheet and script, or both as they are. */
  readonly assets: { readonly style: Html; readonly script: Html };
  /** Where news come from, for scripts; absent: there are none. */
  readonly live?: string;
}

/** The product's sign as the document's own: a picture in the address, so nothing is fetched. */
const SIGN =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 24 24%22%3E%3Cg fill=%22none%22 stroke=%22%230b6e6e%22 stroke-width=%222.4%22%3E%3Ccircle cx=%2210%22 cy=%2214%22 r=%227.5%22/%3E%3Cpath d=%22M10 14 20 2%22/%3E%3C/g%3E%3C/svg%3E';

/**
 * A page with all that is around it, as an HTML5 document: head, a link past the navigation,
 * header, the page in `<main>`, and a footer that says when and from where its numbers were read.
 */
export function documentOf(parts: DocumentParts): string {
  const { view, frame, assets, live } = parts;
  const page = html`<html lang="en" ${live !== undefined && html`data-live="${live}"`}>
    <head>
      <meta charset="utf-8" />
      <title>${view.title} · Waywiser</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="same-origin" />
      <link rel="icon" href="${SIGN}" />
      ${assets.style}
    </head>
    <body>
      <a class="skip-link" href="#main">Skip to the contents</a>
      ${iconSprite()}${headerOf(parts)}${bannerOf(frame)}
      <main id="main" tabindex="-1">${view.body}</main>
      ${footerOf(parts)}${assets.script}
    </body>
  </html>`;

  return `<!doctype html>\n${page.markup}\n`;
}

function headerOf({ frame, active, links }: DocumentParts): Html {
  const home = links.overview(null);
  const product = html`${logo()}<span>Waywiser</span>`;

  return html`<header class="site-header">
    ${home === null ? html`<span class="product">${product}</span>` : html`<a class="product" href="${home}">${product}</a>`}
    <p class="stage"><bdi>${frame.stage}</bdi> <span class="source">${sourceWords(frame)}</span></p>
    <nav class="site-nav" aria-label="Pages">
      <ul>
        ${navItems(home, links).map((item) => navItem(item, active))}
      </ul>
    </nav>
    <p class="live-status" role="status" data-live-status></p>
  </header>`;
}

/** Journeys are listed in the overview. */
function journeysLink(home: string | null): string | null {
  return home === null || home.includes('#') ? null : `${home}#journeys`;
}

/** A page of the navigation, and the pages that lie behind it. */
interface NavItem {
  readonly page: string;
  readonly words: string;
  readonly href: string | null;
  readonly holds: readonly ActivePage[];
}

function navItems(home: string | null, links: PageLinks): readonly NavItem[] {
  return [
    { page: 'overview', words: 'Overview', href: home, holds: ['overview'] },
    { page: 'journeys', words: 'Journeys', href: journeysLink(home), holds: ['journey', 'run'] },
    { page: 'compare', words: 'Compare', href: links.compare(null, null), holds: ['compare'] },
    { page: 'costs', words: 'Costs', href: links.costs(), holds: ['costs'] },
  ];
}

function navItem({ page, words, href, holds }: NavItem, active: ActivePage | null): Html | null {
  if (href === null) return null;
  const current = page === 'journeys' ? 'true' : 'page';

  return html`<li>
    <a
      href="${href}"
      data-page="${page}"
      ${active !== null && holds.includes(active) && html`aria-current="${current}"`}
      >${words}</a
    >
  </li>`;
}

function bannerOf({ banner }: PageFrame): Html | null {
  return banner === null
    ? null
    : html`<aside class="banner" aria-label="To know of all numbers"><p>${banner}</p></aside>`;
}

function footerOf({ frame, json }: DocumentParts): Html {
  return html`<footer class="site-footer">
    <p>
      Read ${instant(frame.readAtMs, 'second')} from ${sourceOf(frame)}, stage
      <bdi>${frame.stage}</bdi>.
    </p>
    ${json !== null && html`<p><a href="${json}" type="application/json">JSON of this page</a></p>`}
  </footer>`;
}

function sourceWords({ source }: PageFrame): string {
  return source === 'local' ? 'on this machine' : 'deployed';
}

function sourceOf({ source }: PageFrame): string {
  return source === 'local' ? 'the store on this machine' : "the deployed stage's table";
}
