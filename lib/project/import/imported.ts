import { text } from './expression.ts';
import type { JourneyModel, OptionModel } from './journey-model.ts';
import type { LiftedSecret } from './lift-secrets.ts';

/** Settings of the project that an import needs, and the options of the command. */
export interface ImportOptions {
  /** The journey's name; null: derived from the source. */
  readonly name: string | null;
  /** Base URLs of the configuration, that of the stage first. */
  readonly baseUrls: readonly string[];
  /** OpenAPI: only these operations; empty: all. */
  readonly operations: readonly string[];
  /** OpenAPI: only operations with one of these tags; empty: all. */
  readonly tags: readonly string[];
}

/** Result of an import. */
export interface Imported {
  readonly model: JourneyModel;
  readonly secrets: readonly LiftedSecret[];
  /** Notes for the author, such as what was left out and why. */
  readonly notes: readonly string[];
}

/** How URLs of the source are written in the journey. */
export interface UrlFrame {
  /** The origin of relative URLs; null: the source has none. */
  readonly origin: string | null;
  /** The journey's own `baseUrl`, where the origin is not in the configuration. */
  readonly options: readonly OptionModel[];
}

/** Relative URLs: below a base URL of the configuration, else below a `baseUrl` of the journey's own. */
export function urlFrame(origin: string | null, known: readonly string[]): UrlFrame {
  const origins = known.flatMap((each) => (URL.canParse(each) ? [new URL(each).origin] : []));
  if (origin === null || origins.includes(origin)) return { origin, options: [] };

  return { origin, options: [{ entry: ['baseUrl', text(origin)], comment: null }] };
}

/** A URL as the journey contains it: relative, where its origin is the journey's. */
export function shownUrl(url: string, frame: UrlFrame): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  // A user in the address cannot be part of a relative URL.
  if (parsed.origin !== frame.origin || parsed.username !== '') return url;

  return `${parsed.pathname}${parsed.search}${parsed.hash}`;
}
