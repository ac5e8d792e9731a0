import type { JourneyKind } from '../../record/run-record.ts';
import type { Cause, Outcome } from '../../record/outcome.ts';
import type { Finding } from '../../trends/finding.ts';
import type { PageFrame, PageRange } from '../page-frame.ts';
import type { TrendStatus } from '../../trends/trend-status.ts';
import type { Availability, BudgetCheck } from '../status/status.ts';

/**
 * How a journey stands in a region, the worst first:
 * - `failing`: its last run failed;
 * - `errored`: its last run could not tell;
 * - `missing`: its last slot has no record, or the schedule promised one that did not come;
 * - `over-budget`: a budget is exceeded, with its whole interval;
 * - `worsening`: a finding says that it gets worse;
 * - `waiting`: it never ran, or was skipped last;
 * - `passing`: none of these.
 */
export type OverviewState =
  | 'failing'
  | 'errored'
  | 'missing'
  | 'over-budget'
  | 'worsening'
  | 'waiting'
  | 'passing';

/** Every state of a journey in a region, the worst first. */
export const OVERVIEW_STATES: readonly OverviewState[] = [
  'failing',
  'errored',
  'missing',
  'over-budget',
  'worsening',
  'waiting',
  'passing',
];

/** Findings that are shown in words. */
export const MAX_FINDINGS = 20;

/** The last run of a series. */
export interface LastRun {
  readonly runId: string;
  readonly startedAt: string;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  readonly durationMs: number;
}

/** One day of a series: slots by what became of them. */
export interface OverviewDay {
  /** Midnight of UTC, in milliseconds since 1970. */
  readonly atMs: number;
  readonly passed: number;
  readonly failed: number;
  /** Errored and missing. */
  readonly unknown: number;
}

/** A journey in a region. */
export interface OverviewRow {
  readonly journey: string;
  readonly region: string;
  /** Null: the project has no such journey any more. */
  readonly kind: JourneyKind | null;
  readonly state: OverviewState;
  readonly last: LastRun | null;
  readonly availability: Availability;
  /** Of the range, oldest first; a day without slots is left out. */
  readonly days: readonly OverviewDay[];
  readonly budgets: readonly BudgetCheck[];
  readonly trend: TrendStatus;
}

/** Every journey × region, worst first. */
export interface OverviewPage extends PageFrame {
  readonly kind: 'overview';
  readonly range: PageRange;
  /** Those that stand, the worst first, at most 20. */
  readonly findings: readonly Finding[];
  /** How many more stand. */
  readonly moreFindings: number;
  readonly rows: readonly OverviewRow[];
}
