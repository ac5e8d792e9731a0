import type { Html } from './html.ts';
import type { ComparedSide } from '../../../core/dashboard/compare/compare-page.ts';
import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import type { Sides } from '../../../core/compare/compared-runs.ts';
import type { EvidenceItem, RunRecord } from '../../../core/record/run-record.ts';

/** Passed on to everything that renders a page. */
export interface PageContext {
  readonly links: PageLinks;
  /** Address of the page's JSON; null: there is none, as in a report file. */
  readonly json: string | null;
  /** Prefix of ids, unique among the pages of one file; empty for a page on its own. */
  readonly idPrefix: string;
  /** True: no script runs in the page, so data for scripts is left out. */
  readonly isStatic?: true;
  /** True: one of many pages of a report; gauges and lists of runs are left out. */
  readonly isBrief?: true;
}

/** A rendered page without header and footer. */
export interface HtmlPage {
  readonly title: string;
  /** Contents of `<main>`. */
  readonly body: Html;
}

/**
 * Addresses of pages. Null: the page cannot be linked to, such as a run from a report file. Links are
 * permanent: they carry the range as two instants.
 */
export interface PageLinks {
  overview(range: PageRange | null): string | null;
  journey(journey: string, options?: JourneyLink): string | null;
  run(run: Pick<RunRecord, 'journey' | 'region' | 'runId'>): string | null;
  compare(journey: string | null, sides: Sides<ComparedSide> | null): string | null;
  costs(): string | null;
  evidence(run: RunRecord, item: EvidenceItem): string | null;
}

/** Range, metric and region that a journey's page is to show. */
export interface JourneyLink {
  readonly range?: PageRange;
  readonly metric?: string;
  readonly region?: string;
}
