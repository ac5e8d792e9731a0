import { text } from './expression.ts';
import type { OptionModel } from './journey-model.ts';

/** How URLs of what is imported are written in the journey. */
export interface UrlFrame {
  /** The origin that relative URLs belong to; null: there was none to be found. */
  readonly origin: string | null;
  /** `baseUrl` among the journey's options, where the configuration's is another. */
  readonly options: readonly OptionModel[];
}

/** Relative URLs where the configuration knows the origin, else with a `baseUrl` of the journey's own. */
export function urlFrame(origin: string | null, known: readonly string[]): UrlFrame {
  const origins = known.flatMap((each) => (URL.canParse(each) ? [new URL(each).origin] : []));
  if (origin === null || origins.includes(origin)) return { origin, options: [] };

  return { origin, options: [{ entry: ['baseUrl', text(origin)], comment: null }] };
}

/** A URL as the journey says it: relative below its base. */
export function shownUrl(url: string, frame: UrlFrame): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  // Who asks is a part of no path.
  if (parsed.origin !== frame.origin || parsed.username !== '') return url;

  return `${parsed.pathname}${parsed.search}${parsed.hash}`;
}
