import { cleanLines, cleanText } from '../../format/terminal-text.ts';

/** Markup that is safe to send: made by {@link html} alone. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: texts are escaped, lists joined, null and false left out. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Markup from a template. Every value that is no markup is a text of unknown origin: it loses
 * control characters and what changes the direction of reading, and is escaped; it may stand in an
 * element or in a quoted attribute, nowhere else.
 */
export function html(template: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = withoutIndents(template);
  let markup = parts[0] ?? '';
  for (let index = 0; index < values.length; index += 1) {
    markup += markupOf(values[index]) + (parts[index + 1] ?? '');
  }

  return { markup };
}

/** Templates that were used before, without what indents their lines: a tenth of a page. */
const TIGHT = new WeakMap<TemplateStringsArray, readonly string[]>();

function withoutIndents(template: TemplateStringsArray): readonly string[] {
  const known = TIGHT.get(template);
  if (known !== undefined) return known;
  const tight = template.map((part) => part.replaceAll(/\n\s+/g, '\n'));
  TIGHT.set(template, tight);

  return tight;
}

/** A text of several lines, as it may stand in `<pre>`. */
export function lines(text: string): Html {
  return { markup: cleanLines(text).map(escape).join('\n') };
}

/** Data for scripts, as a block that no parser of markup can end. */
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
  // Most texts need nothing, and finding so is ten times as fast.
  if (!/[&<>"']/.test(text)) return text;

  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
