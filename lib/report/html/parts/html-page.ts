import type { Html } from './html.ts';
import type { ComparedSide } from '../../../core/dashboard/compare/compare-page.ts';
import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import type { Sides } from '../../../core/compare/compared-runs.ts';
import type { EvidenceItem, RunRecord } from '../../../core/record/run-record.ts';

/** What pages are drawn with. */
export interface PageContext {
  readonly links: PageLinks;
  /** Where the page's JSON lies; null: nowhere, as in a file of its own. */
  readonly json: string | null;
  /** Before ids of a page that stands beside others in one file; else empty. */
  readonly idPrefix: string;
  /** True: nothing will run in the page, so that data for scripts would be ballast. */
  readonly isStatic?: true;
  /** True: one of so many pages that only what words cannot say is drawn, and the newest run told. */
  readonly isBrief?: true;
}

/** A page without what is around it. */
export interface HtmlPage {
  readonly title: string;
  /** The contents of `<main>`. */
  readonly body: Html;
}

/**
 * Where pages lie. A link that cannot be followed (a run, from a file of its own) is null: its text
 * stands without it. Links are permanent: they carry the range as two instants.
 */
export interface PageLinks {
  overview(range: PageRange | null): string | null;
  journey(journey: string, options?: JourneyLink): string | null;
  run(run: Pick<RunRecord, 'journey' | 'region' | 'runId'>): string | null;
  compare(journey: string | null, sides: Sides<ComparedSide> | null): string | null;
  costs(): string | null;
  evidence(run: RunRecord, item: EvidenceItem): string | null;
}

/** What of a journey. */
export interface JourneyLink {
  readonly range?: PageRange;
  readonly metric?: string;
  readonly region?: string;
}
