import type { BudgetPlan } from '../../journey/plan.ts';
import type { Outcome } from '../../record/outcome.ts';
import type { MetricUnit } from '../../rollup/metric.ts';
import type { QuantileEstimate } from '../../stats/quantile.ts';
import type { Estimate, InsufficientData } from '../../stats/series.ts';

/**
 * The share of passed runs among passed and failed ones. Errored, skipped and missing runs do not
 * show whether the target works: they are only counted.
 */
export interface Availability {
  readonly counts: Readonly<Record<Outcome, number>>;
  /** A share between 0 and 1 with its 95% interval (Wilson); null: nothing passed or failed. */
  readonly share: Estimate | null;
}

/** The result of a budget over the values of a range. */
export interface BudgetCheck extends BudgetPlan {
  readonly unit: MetricUnit;
  readonly estimate: QuantileEstimate | InsufficientData;
  /**
   * `within`, `exceeded`: the whole interval is on that side of the limit. `unsure`: the limit is
   * in the interval. `unknown`: too few values.
   */
  readonly status: 'within' | 'exceeded' | 'unsure' | 'unknown';
}

/** An alarm of a journey and its state. */
export interface AlarmView {
  readonly label: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** When the state began, in milliseconds since 1970; null: it has had no other state. */
  readonly sinceMs: number | null;
  /** The runbook's section on the alarm; null: it has none that a page can link to. */
  readonly runbookUrl: string | null;
}

/** The runbook's section on a kind of alarm; null: there is no runbook that a page can link to. */
export function runbookLink(runbookUrl: string | null, kind: string): string | null {
  return runbookUrl !== null && /^https?:\/\//i.test(runbookUrl) ? `${runbookUrl}#${kind}` : null;
}
