import { inertJson } from '../base/inert-json.ts';
import type { ComparedSide, ComparePage } from './compare/compare-page.ts';
import type { Sides } from '../compare/compared-runs.ts';
import type { CostsPage } from './costs/costs-page.ts';
import type { JourneyPage } from './journey/journey-page.ts';
import type { OverviewPage } from './overview/overview-page.ts';
import type { PageRange } from './page-frame.ts';
import type { RunPage } from './run/run-page.ts';

/** The contents of any page. */
export type Page = OverviewPage | JourneyPage | RunPage | ComparePage | CostsPage;

/** A request for a journey's page. */
export interface JourneyRequest {
  readonly journey: string;
  readonly range: PageRange;
  /** Null: `duration`. */
  readonly metric: string | null;
  /** Time buckets of a chart at most: a printed page has fewer. Default: 400. */
  readonly maxBuckets?: number;
}

/** A request for a run's page. */
export interface RunRequest {
  readonly journey: string;
  readonly region: string;
  readonly runId: string;
}

/** A request for a comparison. */
export interface ComparePageRequest {
  /** Null: none is chosen yet. */
  readonly journey: string | null;
  readonly sides: Sides<ComparedSide>;
}

/** Reads the contents of pages. Null: there is no such journey or run. */
export interface PageSource {
  overview(range: PageRange): Promise<OverviewPage>;
  journey(request: JourneyRequest): Promise<JourneyPage | null>;
  run(request: RunRequest): Promise<RunPage | null>;
  compare(request: ComparePageRequest): Promise<ComparePage | null>;
  costs(): Promise<CostsPage>;
}

/** A page as JSON: typed arrays become plain ones, and infinite numbers (open intervals) null. */
export function pageJson(page: Page): string {
  return inertJson(
    JSON.stringify(page, (_key, value: unknown) =>
      value instanceof Float64Array ? Array.from(value) : value,
    ),
  );
}
