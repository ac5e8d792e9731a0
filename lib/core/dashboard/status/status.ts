import type { BudgetPlan } from '../../journey/plan.ts';
import type { Outcome } from '../../record/outcome.ts';
import type { MetricUnit } from '../../rollup/metric.ts';
import type { QuantileEstimate } from '../../stats/quantile.ts';
import type { Estimate, InsufficientData } from '../../stats/series.ts';

/**
 * How often users got through: passed of passed and failed. What errored, was skipped or is missing
 * says nothing of the target: it is counted beside.
 */
export interface Availability {
  readonly counts: Readonly<Record<Outcome, number>>;
  /** A share between 0 and 1 with its 95% interval (Wilson); null: nothing passed or failed. */
  readonly share: Estimate | null;
}

/** A budget held against the values of a range. */
export interface BudgetCheck extends BudgetPlan {
  readonly unit: MetricUnit;
  readonly estimate: QuantileEstimate | InsufficientData;
  /**
   * `within`, `exceeded`: the whole interval lies on that side. `unsure`: the limit lies in the
   * interval. `unknown`: too few values.
   */
  readonly standing: 'within' | 'exceeded' | 'unsure' | 'unknown';
}

/** What the daily look for trends says of a series. */
export interface TrendStanding {
  /** `unknown`: nobody looked within two days, or the data cannot tell. What got worse stays so. */
  readonly direction: 'worse' | 'better' | 'steady' | 'unknown';
  /** For people, with size, interval and corrected probability where something was found. */
  readonly words: string;
  /** The metric that was found to move; null: none. */
  readonly metric: string | null;
  /** The finding's probability after correction; null: none, or a forecast. */
  readonly q: number | null;
}

/** An alarm of a journey and how it stands. */
export interface AlarmStandingView {
  readonly label: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** Milliseconds since 1970; null: it has had no other state. */
  readonly sinceMs: number | null;
  /** Where the runbook tells what to do; null: nowhere. */
  readonly runbookUrl: string | null;
}
