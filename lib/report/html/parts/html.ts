import { cleanLines, cleanText } from '../../format/terminal-text.ts';

/** Markup that is safe to send; only {@link html} makes it from text. */
export interface Html {
  readonly markup: string;
}

/** A value in a template: text is escaped, lists are joined, null, undefined and false are left out. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Renders a template. Text values are treated as hostile: control and bidirectional characters are
 * removed and the rest is escaped, which is safe inside elements and quoted attributes only.
 */
export function html(template: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = withoutIndents(template);
  let markup = parts[0] ?? '';
  for (let index = 0; index < values.length; index += 1) {
    markup += markupOf(values[index]) + (parts[index + 1] ?? '');
  }

  return { markup };
}

/** Templates used before, without the indentation of their lines, which would be 10% of a page. */
const TIGHT = new WeakMap<TemplateStringsArray, readonly string[]>();

function withoutIndents(template: TemplateStringsArray): readonly string[] {
  const known = TIGHT.get(template);
  if (known !== undefined) return known;
  const tight = template.map((part) => part.replaceAll(/\n\s+/g, '\n'));
  TIGHT.set(template, tight);

  return tight;
}

/** Multi-line text, escaped for `<pre>`. */
export function lines(text: string): Html {
  return { markup: cleanLines(text).map(escape).join('\n') };
}

/** JSON for scripts in a `<script>` element; escaped so that no text can end the element. */
export function dataBlock(id: string, data: unknown): Html {
  const json = JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');

  return html`<script type="application/json" id="${id}">
    ${{ markup: json }}
  </script>`;
}

function markupOf(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escape(cleanText(value));
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;

  return value.map(markupOf).join('');
}

function escape(text: string): string {
  // Most texts need no escaping, and testing for that is ten times as fast.
  if (!/[&<>"']/.test(text)) return text;

  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
