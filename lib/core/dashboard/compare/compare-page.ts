import type { ComparedSeries, Side, Sides } from '../../compare/compared-runs.ts';
import type { PageFrame, PageRange } from '../page-frame.ts';

/** One side of a comparison: a range of time, or one run. */
export type ComparedSide =
  | { readonly kind: 'range'; readonly range: PageRange }
  | { readonly kind: 'run'; readonly runId: string };

/** What a comparison lacks, by `code`. */
export type CompareProblem =
  /** The end of a side's range is not after its start. */
  | { readonly code: 'empty-range'; readonly side: Side }
  /** The ranges share time. */
  | { readonly code: 'overlap' }
  /** A run is on both sides. */
  | { readonly code: 'shared-runs' }
  | { readonly code: 'unknown-run'; readonly side: Side; readonly runId: string }
  | { readonly code: 'no-runs'; readonly side: Side }
  /** Single runs are stored since `storedFromMs`, and the range begins before. */
  | {
      readonly code: 'expired';
      readonly side: Side;
      readonly storedFromMs: number;
      readonly storedDays: number;
    }
  /** Only the newest runs, since `fromMs`, are read. */
  | {
      readonly code: 'cut';
      readonly side: Side;
      readonly region: string;
      readonly maxRuns: number;
      readonly fromMs: number;
    }
  /** Of the runs of these regions, `maxRuns` each are compared. */
  | {
      readonly code: 'sampled';
      readonly side: Side;
      readonly maxRuns: number;
      readonly regions: readonly { readonly region: string; readonly runs: number }[];
    }
  | { readonly code: 'no-runs-in-region'; readonly side: Side; readonly region: string }
  /** `hasUnhealthy`: there are passed runs, but their machine was not healthy. */
  | {
      readonly code: 'no-passed-runs';
      readonly side: Side;
      readonly region: string;
      readonly hasUnhealthy: boolean;
    };

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
  readonly problems: readonly CompareProblem[];
}
