import type { Estimate, InsufficientData } from './series.ts';

/** The outcome of the test for a slow monotonic change. Values are in the series' unit. */
export interface DriftTest {
  readonly kind: 'drift-test';
  /** Hours with a value. */
  readonly n: number;
  /** Days of UTC with a value. */
  readonly days: number;
  /** Unit per day. */
  readonly slopePerDay: Estimate;
  /** The series' median level, for relative statements. */
  readonly level: number;
  /** Probability of a trend as strong as this one without any drift; not corrected. */
  readonly p: number;
  /** How much wider dependence between days makes the null distribution; 1: days are independent. */
  readonly inflation: number;
}

/** A moment where the level moved. */
export interface ChangePoint {
  /** Start of the first hour of the new level, in milliseconds since 1970. */
  readonly atMs: number;
  /** Where the moment is with 95% confidence. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Level before and after: medians, in the series' unit. */
  readonly before: number;
  readonly after: number;
  /** After minus before (Hodges–Lehmann). */
  readonly shift: Estimate;
  /** Probability of a step as large as this one, wherever, without any change; not corrected. */
  readonly p: number;
}

/** When a drifting statistic will reach its budget. */
export interface Forecast {
  readonly kind: 'forecast';
  /** Instants in milliseconds since 1970; `atMs` is the best guess. */
  readonly atMs: number;
  readonly earliestMs: number;
  /** Null: the interval has no end; the budget may never be reached. */
  readonly latestMs: number | null;
  readonly confidence: number;
}

/** The conclusion about one series. */
export interface SeriesConclusion {
  /**
   * `steady`: neither test found anything. `drift`, `step`: the better explanation of the two.
   * `both`: it drifts since the last change. `insufficient-data`: neither could be tested.
   */
  readonly kind: 'steady' | 'drift' | 'step' | 'both' | 'insufficient-data';
  /** Since the last change, if one was found. Next to a `drift`, no change is measured. */
  readonly drift: DriftTest | InsufficientData;
  /** Oldest first. Empty: none was found. */
  readonly changes: readonly ChangePoint[] | InsufficientData;
}
