import type { PageFrame } from '../../../core/dashboard/page-frame.ts';
import { type Html, html } from './html.ts';
import { iconSprite, logo } from './icons.ts';
import type { PageLinks, HtmlPage } from './html-page.ts';
import { instant } from './times.ts';

/** Kind of a page; selects the current entry of the navigation. */
export type ActivePage = 'overview' | 'journey' | 'run' | 'compare' | 'costs';

/** Everything that {@link documentOf} puts around and into a page. */
export interface DocumentParts {
  readonly view: HtmlPage;
  readonly frame: PageFrame;
  /** Null: none of them, such as the page for an unknown address. */
  readonly active: ActivePage | null;
  readonly links: PageLinks;
  /** Address of the page's JSON; null: there is none. */
  readonly json: string | null;
  /** Stylesheet and script, linked or inline. */
  readonly assets: { readonly style: Html; readonly script: Html };
  /** Address of the stream of live events; absent: the page is not live. */
  readonly live?: string;
}

/** Favicon as a data URL, so that nothing is fetched. */
const FAVICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 24 24%22%3E%3Cg fill=%22none%22 stroke=%22%230b6e6e%22 stroke-width=%222.4%22%3E%3Ccircle cx=%2210%22 cy=%2214%22 r=%227.5%22/%3E%3Cpath d=%22M10 14 20 2%22/%3E%3C/g%3E%3C/svg%3E';

/**
 * Renders a complete HTML5 document: head, skip link, header, the page in `<main>`, and a footer
 * with the time and the source of its data.
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
      <link rel="icon" href="${FAVICON}" />
      ${assets.style}
    </head>
    <body>
      <a class="skip-link" href="#main">Skip to main content</a>
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
    <p class="stage"><bdi>${frame.stage}</bdi> <span class="source">${sourceLabel(frame)}</span></p>
    <nav class="site-nav" aria-label="Pages">
      <ul>
        ${navItems(home, links).map((item) => navItem(item, active))}
      </ul>
    </nav>
    <p class="live-status" role="status" data-live-status></p>
  </header>`;
}

/** The list of journeys is a section of the overview. */
function journeysLink(home: string | null): string | null {
  return home === null || home.includes('#') ? null : `${home}#journeys`;
}

/** An entry of the navigation, and the kinds of pages that belong to it. */
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
    : html`<aside class="banner" aria-label="Note about all numbers"><p>${banner}</p></aside>`;
}

function footerOf({ frame, json }: DocumentParts): Html {
  return html`<footer class="site-footer">
    <p>
      Data read ${instant(frame.readAtMs, 'second')} from ${sourceOf(frame)}, stage
      <bdi>${frame.stage}</bdi>.
    </p>
    ${json !== null && html`<p><a href="${json}" type="application/json">JSON of this page</a></p>`}
  </footer>`;
}

function sourceLabel({ source }: PageFrame): string {
  return source === 'local' ? 'on this machine' : 'deployed';
}

function sourceOf({ source }: PageFrame): string {
  return source === 'local' ? 'the store on this machine' : "the deployed stage's table";
}
