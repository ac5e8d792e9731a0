import type { Sides } from '../core/compare/compared-runs.ts';
import type { ComparedSide } from '../core/dashboard/compare/compare-page.ts';
import type { RunRequest } from '../core/dashboard/pages.ts';
import type { AskedRange } from './asked-range.ts';

/** A page that is asked for: an address, read. */
export type AskedPage =
  | { readonly page: 'overview'; readonly range: AskedRange }
  | {
      readonly page: 'journey';
      readonly journey: string;
      readonly range: AskedRange;
      /** Null: that of the duration. */
      readonly metric: string | null;
      /** Null: all of them. */
      readonly region: string | null;
    }
  | ({ readonly page: 'run' } & RunRequest)
  | {
      readonly page: 'compare';
      readonly journey: string | null;
      /** Null: the last days against those before. */
      readonly sides: Sides<ComparedSide | null>;
    }
  | { readonly page: 'costs' };

/** What an address means. */
export type PageAddress =
  | { readonly kind: 'page'; readonly asked: AskedPage; readonly json: boolean }
  | { readonly kind: 'evidence'; readonly run: RunRequest; readonly index: number }
  | { readonly kind: 'asset'; readonly name: string }
  | { readonly kind: 'live' }
  /** For Prometheus. */
  | { readonly kind: 'metrics' }
  | { readonly kind: 'redirect'; readonly location: string }
  /** There is no such page. */
  | { readonly kind: 'unknown'; readonly path: string }
  /** There is, and it cannot be asked like this: says what was expected. */
  | { readonly kind: 'problem'; readonly message: string };
