import type { ComparedSeries, Sides } from '../../compare/compared-runs.ts';
import type { PageFrame, PageRange } from '../page-frame.ts';

/** One side of a comparison: a range of time, or one run. */
export type ComparedSide =
  | { readonly kind: 'range'; readonly range: PageRange }
  | { readonly kind: 'run'; readonly runId: string };

/** Two ranges or runs of one journey. */
export interface ComparePage extends PageFrame {
  readonly kind: 'compare';
  /** Null: nothing was chosen yet. */
  readonly journey: string | null;
  /** Those that can be chosen. */
  readonly journeys: readonly string[];
  readonly sides: Sides<ComparedSide>;
  /** By region. `values` are left as they are: JSON has them as arrays. */
  readonly series: readonly ComparedSeries[];
  /** What would have to be known: which side has no runs, and where they end. */
  readonly problems: readonly string[];
}
