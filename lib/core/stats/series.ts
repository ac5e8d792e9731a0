/**
 * A value for each hour of UTC from a start on, such as the median of the hour's runs; NaN where
 * there is none.
 */
export interface HourlySeries {
  /** Start of an hour, in milliseconds since 1970. */
  readonly startMs: number;
  readonly values: Float64Array;
}

/** Why the data cannot support an answer, and when they will. */
export interface InsufficientData {
  readonly kind: 'refused';
  /** For people, such as `a drift needs 14 days with data, there are 9`. */
  readonly reason: string;
  /** How many more days of data are needed at the present rate; null: more will not help. */
  readonly moreDays: number | null;
}

/** A number with the interval that contains the truth with a stated probability. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Such as 0.95. */
  readonly confidence: number;
}
