/**
 * A value for each hour of UTC from a start on, such as the median of the hour's runs; NaN where
 * there is none.
 */
export interface HourlySeries {
  /** Start of an hour, in milliseconds since 1970. */
  readonly startMs: number;
  readonly values: Float64Array;
}

/** A question that needs a number of days. */
export type DaysQuestion = 'drift' | 'change' | 'forecast';

/** Why the data cannot answer a question: a code with its parameters. */
export type DataShortage =
  /** `autocorrelated`: days that resemble the day before need more of them than others. */
  | {
      readonly code: 'too-few-days';
      readonly question: DaysQuestion;
      readonly autocorrelated: boolean;
      readonly days: number;
      readonly neededDays: number;
      /** Only days since this instant count, ISO 8601; null: all. */
      readonly since: string | null;
    }
  /** Of a quantile: `n` values, where its interval needs more. */
  | {
      readonly code: 'too-few-values';
      readonly q: number;
      readonly n: number;
      readonly needed: number;
    }
  /** Of a comparison: `needed` on each side. */
  | { readonly code: 'too-few-runs'; readonly n: SideCounts; readonly needed: number }
  /** Of a comparison: autocorrelated runs that are worth `effective` independent ones. */
  | { readonly code: 'autocorrelated-runs'; readonly n: SideCounts; readonly effective: SideCounts }
  /** A step on or about a day, ISO 8601, whose size cannot be estimated next to a drift. */
  | { readonly code: 'step-within-drift'; readonly around: string }
  /** Of a forecast: no drift moves the statistic towards its budget. */
  | { readonly code: 'no-drift'; readonly statistic: string }
  | { readonly code: 'not-tested' }
  /** The analysis failed with this message. */
  | { readonly code: 'failed'; readonly message: string }
  /** A sentence that an earlier version stored. */
  | { readonly code: 'text'; readonly text: string };

/** A number for either side of a comparison. */
export interface SideCounts {
  readonly a: number;
  readonly b: number;
}

/** The data do not suffice for an answer. */
export interface InsufficientData {
  readonly kind: 'insufficient-data';
  readonly shortage: DataShortage;
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
