import { text } from './expression.ts';
import type { JourneyModel, OptionModel } from './journey-model.ts';
import type { LiftedSecret } from './lift-secrets.ts';

/** What an import must know of the project, and what its user asks for. */
export interface ImportOptions {
  /** The journey's name; null: it is found in what is imported. */
  readonly name: string | null;
  /** Base URLs of the configuration, that of the stage first. */
  readonly baseUrls: readonly string[];
  /** Of an OpenAPI document: only these operations; empty: all. */
  readonly operations: readonly string[];
  /** Of an OpenAPI document: only operations with one of these tags; empty: all. */
  readonly tags: readonly string[];
}

/** A journey made of something else. */
export interface Imported {
  readonly model: JourneyModel;
  readonly secrets: readonly LiftedSecret[];
  /** What its author should know: what was left out, and why. */
  readonly notes: readonly string[];
}

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
