import { type Html, html } from '../parts/html.ts';

/** A stylesheet, and its hash as a Content-Security-Policy names it. */
export interface ReportStyle {
  readonly css: string;
  /** Such as `sha256-…`, in base64. */
  readonly hash: string;
}

/**
 * What stands in the head of a report: its style, and a policy that lets it load nothing and run
 * nothing, wherever it is opened. Throws a RangeError for a stylesheet that would end its element.
 */
export function reportAssets({ css, hash }: ReportStyle): {
  readonly style: Html;
  readonly script: Html;
} {
  if (/<\/style/i.test(css)) {
    throw new RangeError('Cannot put a stylesheet with "</style" into a page; expected none');
  }
  const policy = `default-src 'none'; style-src '${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;

  return {
    // The hash is of exactly what stands between the tags.
    style: html`<meta http-equiv="Content-Security-Policy" content="${policy}" />
      ${{ markup: `<style>${css}</style>` }}`,
    script: html``,
  };
}
