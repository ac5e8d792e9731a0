import { type Html, html } from './html.ts';

/** Paths of lines in a 16 by 16 box, drawn in the colour of the surrounding text. */
const SHAPES = {
  passed: 'M3 8.5 6.5 12 13 4.5',
  failed: 'M4 4l8 8M12 4l-8 8',
  errored: 'M8 2.5v7M8 12.5v1',
  skipped: 'M3.5 8h9',
  missing: 'M5 5.5C5 1.8 11 1.8 11 5.3c0 2.3-3 2.5-3 4.7M8 12.7v1',
  over: 'M8 13V4M4.5 7 8 3.5 11.5 7M3 1.2h10',
  worse: 'M3 12 12 4M6 3.8h6.2V10',
  better: 'M3 4l9 8M6 12.2h6.2V6',
  steady: 'M2.5 8h11M10 4.5 13.5 8 10 11.5',
  waiting: 'M8 3v5l3 2M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13',
  unsure: 'M2.5 6c2-2.5 3.5-2.5 5.5-.5s3.5 2 5.5-.5M2.5 11c2-2.5 3.5-2.5 5.5-.5s3.5 2 5.5-.5',
  dot: 'M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5',
  change: 'M3 12h5V4h5',
  deploy: 'M4 14V2.5h8l-2.2 2.7L12 8H4',
  note: 'M3 3h10v7H8l-3 3v-3H3z',
  clock: 'M8 4v4.3l2.8 1.6M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13',
  open: 'M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5',
} as const;

/** Name of a shape that {@link icon} can draw. */
export type IconName = keyof typeof SHAPES;

/**
 * A decorative picture next to a word, hidden from screen readers. Refers to the document's
 * {@link iconSprite}.
 */
export function icon(name: IconName): Html {
  return html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}" /></svg>`;
}

/** Definitions of all icons; every document contains them once. */
export function iconSprite(): Html {
  const symbols = Object.entries(SHAPES).map(
    ([name, path]) =>
      html`<symbol id="icon-${name}" viewBox="0 0 16 16"><path d="${path}" /></symbol>`,
  );

  return html`<svg class="icon-sprite" width="0" height="0" aria-hidden="true">
    ${symbols}${logoSymbol()}
  </svg>`;
}

/** The product's logo: a surveyor's wheel (waywiser). */
export function logo(): Html {
  return html`<svg class="logo" aria-hidden="true"><use href="#icon-logo" /></svg>`;
}

function logoSymbol(): Html {
  return html`<symbol id="icon-logo" viewBox="0 0 24 24">
    <path
      d="M9.5 7.5a7 7 0 1 0 0 14a7 7 0 1 0 0-14M9.5 7.5v14M2.5 14.5h14M4.6 9.6l9.8 9.8M14.4 9.6l-9.8 9.8M9.5 14.5 20 2M18 1.5l3.5 3"
    />
  </symbol>`;
}
