import type { ComparedSeries, Sides } from '../../compare/compared-runs.ts';
import type { PageFrame, PageRange } from '../page-frame.ts';

/** One side of a comparison: a range of time, or one run. */
export type ComparedSide =
  | { readonly kind: 'range'; readonly range: PageRange }
  | { readonly kind: 'run'; readonly runId: string };

/** Two ranges or runs of one journey. */
export interface ComparePage extends PageFrame {
  readonly kind: 'compare';
  /** Null: none is chosen yet. */
  readonly journey: string | null;
  /** The journeys to choose from. */
  readonly journeys: readonly string[];
  readonly sides: Sides<ComparedSide>;
  /** By region. */
  readonly series: readonly ComparedSeries[];
  /** Why data is missing, such as a side without runs. */
  readonly problems: readonly string[];
}
