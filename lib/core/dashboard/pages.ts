import type { ComparedSide, ComparePage } from './compare/compare-page.ts';
import type { Sides } from '../compare/compared-runs.ts';
import type { CostsPage } from './costs/costs-page.ts';
import type { JourneyPage } from './journey/journey-page.ts';
import type { OverviewPage } from './overview/overview-page.ts';
import type { PageRange } from './page-frame.ts';
import type { RunPage } from './run/run-page.ts';

/** Any page's contents. */
export type Page = OverviewPage | JourneyPage | RunPage | ComparePage | CostsPage;

/** Which journey, and how much of it. */
export interface JourneyRequest {
  readonly journey: string;
  readonly range: PageRange;
  /** Null: `duration`. */
  readonly metric: string | null;
  /** At most so many buckets of time: a page that is printed has fewer. Default: 400. */
  readonly mostBuckets?: number;
}

/** Which run. */
export interface RunRequest {
  readonly journey: string;
  readonly region: string;
  readonly runId: string;
}

/** What is to be compared. */
export interface CompareRequest {
  /** Null: nothing was chosen yet. */
  readonly journey: string | null;
  readonly sides: Sides<ComparedSide>;
}

/** Reads pages' contents. Null: there is no such journey or run. */
export interface PageSource {
  overview(range: PageRange): Promise<OverviewPage>;
  journey(request: JourneyRequest): Promise<JourneyPage | null>;
  run(request: RunRequest): Promise<RunPage | null>;
  compare(request: CompareRequest): Promise<ComparePage | null>;
  costs(): Promise<CostsPage>;
}
