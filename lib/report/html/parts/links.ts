import type { ComparedSide } from '../../../core/dashboard/compare/compare-page.ts';
import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import type { Sides } from '../../../core/compare/compared-runs.ts';
import type { EvidenceItem, RunRecord } from '../../../core/record/run-record.ts';

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
