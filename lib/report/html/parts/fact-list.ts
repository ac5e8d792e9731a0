import { type Html, html, type HtmlValue } from './html.ts';

/** A name and what is known under it; null: nothing, and the fact is left out. */
export type Fact = readonly [name: string, value: HtmlValue];

/** Facts beside their names: `<dl class="facts">`. */
export function factList(facts: readonly Fact[]): Html {
  const known = facts.filter(([, value]) => value !== null && value !== undefined);

  return html`<dl class="facts">
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
