import type { Explanation } from '../explain/explanation.ts';
import type { Outcome } from '../record/outcome.ts';
import type { MetricUnit } from '../rollup/metric.ts';
import type { SampleComparison } from '../stats/compare-samples.ts';
import type { QuantileEstimate } from '../stats/quantile.ts';
import type { InsufficientData } from '../stats/series.ts';

/** The two sides of a comparison. */
export type Side = 'a' | 'b';

/** Something of either side. */
export type Sides<T> = Readonly<Record<Side, T>>;

/** What the runs of one side are. */
export interface SideRuns {
  readonly runs: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Passed, with an instrument that was in order: these are compared. */
  readonly timed: number;
  /** Cut off by a time-out: they took longer than any number tells. */
  readonly timedOut: number;
}

/**
 * What is said of a metric:
 * - `worse`: B lies above A by more than the allowance, beyond doubt;
 * - `allowed`: B lies above A, and not beyond doubt by more than the allowance;
 * - `better`: B lies below A;
 * - `alike`: no difference could be shown;
 * - `refused`: too few runs to tell.
 */
export type ComparisonConclusion = 'worse' | 'allowed' | 'better' | 'alike' | 'refused';

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
  /** After Benjamini–Hochberg over all that is compared together; null before, and where refused. */
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
  /** The machine that measured: it explains, and decides nothing. */
  readonly instrument: readonly ComparedMetric[];
  /** Metrics that one side alone has: nothing to compare them with. */
  readonly onlyIn: Sides<readonly string[]>;
  /** Of a difference in duration; null where none was shown. */
  readonly explanation: Explanation | null;
}
