import { cleanText } from '../../format/terminal-text.ts';
import { type Html, html, type HtmlValue, lines } from './html.ts';
import { formatCount } from '../../format/count.ts';

/** Longer texts are folded to this length. */
const LONG_CHARACTERS = 220;
/** At most this much of a text is in a page; the run's record has all of it. */
const MAX_CHARACTERS = 20_000;

/** A name in any script, isolated from the text direction around it. */
export function name(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/** A name as a link; without an address, only the name. */
export function nameLink(text: string, href: string | null): Html {
  return href === null ? name(text) : html`<a href="${href}">${name(text)}</a>`;
}

/** A text of any length: long ones show their beginning and open to the whole text. */
export function foldedText(text: string): Html {
  const clean = cleanText(text.slice(0, LONG_CHARACTERS * 2));
  if (clean.length <= LONG_CHARACTERS && text.length <= LONG_CHARACTERS) {
    return html`<bdi class="long">${text}</bdi>`;
  }

  return html`<details class="folded">
    <summary><bdi class="long">${clean.slice(0, LONG_CHARACTERS)}…</bdi></summary>
    ${longText(text)}
  </details>`;
}

/** A text in `<pre>` with its line breaks, cut after 20,000 characters. */
export function longText(text: string): Html {
  const rest = text.length - MAX_CHARACTERS;

  return html`<pre class="long" tabindex="0">${lines(text.slice(0, MAX_CHARACTERS))}</pre>
    ${rest > 0 && html`<p class="small">${formatCount(rest, 'more character')} not shown.</p>`}`;
}

/** A shell command to copy. */
export function commandLine(command: string): Html {
  return html`<code class="command">${command}</code>`;
}

/** Shown in place of missing contents: what is missing, and what to do next. */
export function emptyState(what: string, next: HtmlValue): Html {
  return html`<div class="empty">
    <p class="empty-what">${what}</p>
    <p>${next}</p>
  </div>`;
}

/** A section of a page with its `<h2>`; `id` is the heading's and must be unique in the document. */
export function part(title: string, body: HtmlValue, id: string): Html {
  return html`<section class="part" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`;
}
