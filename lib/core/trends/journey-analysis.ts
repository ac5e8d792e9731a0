import type { Explanation } from '../explain/explanation.ts';
import type { BudgetPlan } from '../journey/plan.ts';
import type { MetricUnit } from '../rollup/metric.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import type { Forecast, SeriesConclusion } from '../stats/results.ts';
import type { HourlySeries, InsufficientData } from '../stats/series.ts';
import type { MetricSeries } from './finding.ts';

/**
 * The answer to when a budget will be crossed:
 * - `forecast`: within an interval of days;
 * - `not-reached`: at the present rate, never;
 * - `crossed`: the statistic is above the budget already;
 * - `insufficient-data`: too few days, or nothing drifts.
 */
export interface BudgetForecast {
  readonly budget: BudgetPlan;
  readonly outcome:
    | Forecast
    | InsufficientData
    | { readonly kind: 'not-reached' }
    | { readonly kind: 'crossed' };
}

/** The analysis of one series over a range of time. */
export interface SeriesAnalysis {
  readonly series: MetricSeries;
  readonly unit: MetricUnit;
  readonly conclusion: SeriesConclusion;
  /**
   * Probabilities after Benjamini–Hochberg over all series that were analysed together; null where
   * there is no test, and before `correctAnalyses`. `changes` correspond to the conclusion's, one by one.
   */
  readonly q: { readonly drift: number | null; readonly changes: readonly (number | null)[] };
  /** Of each budget of this metric, in the author's order. */
  readonly forecasts: readonly BudgetForecast[];
  /** Of what the conclusion names; null where it names nothing, or there is nothing to compare. */
  readonly explanations: {
    readonly drift: Explanation | null;
    readonly changes: readonly (Explanation | null)[];
  };
  /** Medians of the hours; time-outs count as longer than all that was timed. */
  readonly hourly: HourlySeries;
  /** The analysed time: the start of the first hour, the end of the last. ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** A series, or a whole region of a journey (`metric` is null), that could not be analysed. */
export interface AnalysisFailure extends SlotSeries {
  readonly metric: string | null;
  readonly error: Error;
}

/** The analysis of a journey in all its regions. */
export interface JourneyAnalysis {
  readonly journey: string;
  /** By region in the author's order; within, `duration` first, then budgets, steps, vitals. */
  readonly series: readonly SeriesAnalysis[];
  /** The machine that measured, by region: `instrument:cpu` and `instrument:loop`. */
  readonly instrument: readonly SeriesAnalysis[];
  readonly failures: readonly AnalysisFailure[];
}
