import { cleanText } from '../../format/terminal-text.ts';
import { type Html, html, type HtmlValue, lines } from './html.ts';
import { formatCount } from '../../format/count.ts';

/** Longer texts are folded. */
const LONG_CHARACTERS = 220;
/** What of a text is sent at most: what is longer is in the run's record. */
const MAX_CHARACTERS = 20_000;

/** A name of any script, kept apart from the direction of what is around it. */
export function name(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/** A name that links where it can: `.quiet` links are underlined when pointed at. */
export function nameLink(text: string, href: string | null): Html {
  return href === null ? name(text) : html`<a href="${href}">${name(text)}</a>`;
}

/** A text of unknown length: its beginning, and behind a click the whole. */
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

/** A long text as it is, with its line ends. Of more than 20,000 characters, the first. */
export function longText(text: string): Html {
  const rest = text.length - MAX_CHARACTERS;

  return html`<pre class="long" tabindex="0">${lines(text.slice(0, MAX_CHARACTERS))}</pre>
    ${rest > 0 && html`<p class="small">${formatCount(rest, 'more character')} ${rest === 1 ? 'is' : 'are'} left out here.</p>`}`;
}

/** A command to copy. */
export function commandLine(command: string): Html {
  return html`<code class="command">${command}</code>`;
}

/** Where there is nothing to show: what is missing, and what to do next. */
export function emptyState(what: string, next: HtmlValue): Html {
  return html`<div class="empty">
    <p class="empty-what">${what}</p>
    <p>${next}</p>
  </div>`;
}

/** A part of a page under a heading: `<section class="part">`. */
export function part(title: string, body: HtmlValue, id: string): Html {
  return html`<section class="part" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`;
}
