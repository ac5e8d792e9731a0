import type { Explanation } from '../explain/explanation.ts';
import type { Outcome } from '../record/outcome.ts';
import type { MetricUnit } from '../rollup/metric.ts';
import type { SampleComparison } from '../stats/compare-samples.ts';
import type { QuantileEstimate } from '../stats/quantile.ts';
import type { InsufficientData } from '../stats/series.ts';

/** The two sides of a comparison. */
export type Side = 'a' | 'b';

/** The same of either side. */
export type Sides<T> = Readonly<Record<Side, T>>;

/** The runs of one side, counted. */
export interface SideRuns {
  readonly runs: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Passed, with an instrument in order: these are compared. */
  readonly timed: number;
  /** Cut off by a time-out: at least as long as that. */
  readonly timedOut: number;
}

/**
 * The conclusion about a metric:
 * - `worse`: B is above A, significantly by more than the allowance;
 * - `allowed`: B is significantly above A, but not significantly by more than the allowance;
 * - `better`: B is significantly below A;
 * - `alike`: no significant difference;
 * - `insufficient-data`: too few runs.
 */
export type ComparisonConclusion = 'worse' | 'allowed' | 'better' | 'alike' | 'insufficient-data';

/** A quantile on both sides. */
export interface ComparedQuantile {
  readonly q: number;
  readonly estimates: Sides<QuantileEstimate | InsufficientData>;
}

/** One metric of one journey in one region, on both sides. */
export interface ComparedMetric {
  readonly metric: string;
  readonly unit: MetricUnit;
  /** One value for each timed run that has the metric, oldest first. */
  readonly values: Sides<Float64Array>;
  readonly result: SampleComparison | InsufficientData;
  /** After Benjamini–Hochberg over all metrics compared together; null without a test. */
  readonly q: number | null;
  readonly conclusion: ComparisonConclusion;
  readonly quantiles: readonly ComparedQuantile[];
}

/** A journey in a region, on both sides. */
export interface ComparedSeries {
  readonly journey: string;
  readonly region: string;
  readonly runs: Sides<SideRuns>;
  /** In both sides, `duration` first. */
  readonly metrics: readonly ComparedMetric[];
  /** The measuring machine: it explains, and does not count for the gate. */
  readonly instrument: readonly ComparedMetric[];
  /** Metrics that one side alone has: nothing to compare them with. */
  readonly onlyIn: Sides<readonly string[]>;
  /** Of a difference in duration; null where it is not significant. */
  readonly explanation: Explanation | null;
}
