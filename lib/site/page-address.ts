import type { Sides } from '../core/compare/compared-runs.ts';
import type { ComparedSide } from '../core/dashboard/compare/compare-page.ts';
import type { RunRequest } from '../core/dashboard/pages.ts';
import type { RequestedRange } from './range-query.ts';

/** The page that an address requests. */
export type RequestedPage =
  | { readonly page: 'overview'; readonly range: RequestedRange }
  | {
      readonly page: 'journey';
      readonly journey: string;
      readonly range: RequestedRange;
      /** Null: `duration`. */
      readonly metric: string | null;
      /** Null: all. */
      readonly region: string | null;
    }
  | ({ readonly page: 'run' } & RunRequest)
  | {
      readonly page: 'compare';
      readonly journey: string | null;
      /** Null: the default, the last seven days with the seven before as baseline. */
      readonly sides: Sides<ComparedSide | null>;
    }
  | { readonly page: 'costs' };

/** The meaning of an address. */
export type PageAddress =
  | { readonly kind: 'page'; readonly requested: RequestedPage; readonly json: boolean }
  | { readonly kind: 'evidence'; readonly run: RunRequest; readonly index: number }
  | { readonly kind: 'asset'; readonly name: string }
  | { readonly kind: 'live' }
  /** Metrics for Prometheus. */
  | { readonly kind: 'metrics' }
  | { readonly kind: 'redirect'; readonly location: string }
  /** There is no such page. */
  | { readonly kind: 'unknown'; readonly path: string }
  /** There is such a page, but a parameter is invalid. */
  | { readonly kind: 'problem'; readonly message: string };

/** The end of the path of a page's JSON. */
export const JSON_ENDING = '.json';
/** Separates the ends of a range that is a side of a comparison. */
export const RANGE_DOTS = '..';
/** Precedes the id of a run that is a side of a comparison. */
export const RUN_PREFIX = 'run:';

/** Precedes a name that would change as a part of a path. */
const MARK = '~';

/**
 * A name as one part of a path. Names may contain any text. Slashes are encoded. A `~` precedes `.`
 * and `..`, which browsers resolve even when they are encoded, the empty name, and names that begin
 * with `~`. The ending `.json` is encoded, because addresses have it too.
 */
export function pathPart(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/\.json$/, '%2Ejson');

  return name === '' || name.startsWith(MARK) || /^\.{1,2}$/.test(name) ? MARK + encoded : encoded;
}

/** The name of a part that {@link pathPart} made; null: the part is not valid percent-encoding. */
export function nameOfPart(part: string): string | null {
  try {
    const name = decodeURIComponent(part);

    return name.startsWith(MARK) ? name.slice(MARK.length) : name;
  } catch {
    // A percent sign without its digits, or bytes that are no UTF-8.
    return null;
  }
}
