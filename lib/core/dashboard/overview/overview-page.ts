import type { JourneyKind, RunRecord } from '../../record/run-record.ts';
import type { Finding } from '../../trends/finding.ts';
import type { PageFrame, PageRange } from '../page-frame.ts';
import type { TrendStatus } from '../../trends/trend-status.ts';
import type { Availability, BudgetCheck } from '../status/status.ts';

/**
 * The state of a journey in a region, worst first:
 * - `failing`: its last run failed;
 * - `errored`: its last run has no result;
 * - `missing`: its last slot has no record, or an expected run did not come;
 * - `over-budget`: a budget is exceeded, with its whole confidence interval;
 * - `worsening`: an open finding reports a regression;
 * - `waiting`: it never ran, or its last run was skipped;
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

/** All states, worst first. */
export const OVERVIEW_STATES: readonly OverviewState[] = [
  'failing',
  'errored',
  'missing',
  'over-budget',
  'worsening',
  'waiting',
  'passing',
];

/** Findings that the overview shows. */
export const MAX_FINDINGS = 20;

/** The last run of a series. */
export type LastRun = Pick<RunRecord, 'runId' | 'startedAt' | 'outcome' | 'cause' | 'durationMs'>;

/** The outcomes of one day of a series. */
export interface OverviewDay {
  /** Midnight in UTC, in milliseconds since 1970. */
  readonly atMs: number;
  readonly passed: number;
  readonly failed: number;
  /** Errored and missing runs. */
  readonly unknown: number;
}

/** A journey in a region. */
export interface OverviewRow {
  readonly journey: string;
  readonly region: string;
  /** Null: the journey was removed from the project. */
  readonly kind: JourneyKind | null;
  readonly state: OverviewState;
  readonly last: LastRun | null;
  readonly availability: Availability;
  /** The days of the range with slots, oldest first. */
  readonly days: readonly OverviewDay[];
  readonly budgets: readonly BudgetCheck[];
  readonly trend: TrendStatus;
}

/** All journeys in all regions, worst first. */
export interface OverviewPage extends PageFrame {
  readonly kind: 'overview';
  readonly range: PageRange;
  /** Open findings, worst first, at most 20. */
  readonly findings: readonly Finding[];
  /** The number of further open findings. */
  readonly moreFindings: number;
  readonly rows: readonly OverviewRow[];
}
