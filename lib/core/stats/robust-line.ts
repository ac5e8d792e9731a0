import { type Days, WEEKDAYS } from './days.ts';
import { weekContrast, withoutWeekdayMeans } from './dependence.ts';
import { medianOf } from './season.ts';
import { addTimes, dot, meanOf } from './sums.ts';

/** Means of seven weekdays and a line. */
export const LINE_PARAMETERS = WEEKDAYS + 1;

/** Standard error of Theil and Sen's slope over least squares', normal noise: sqrt(π / 3). */
const THEIL_SEN_ERROR = Math.sqrt(Math.PI / 3);

/**
 * The median of an hour's few values lies nearer to them than the season does, which makes trimmed
 * means differ less than they should: found by calibration, in values of an hour.
 */
const SEASON_SHARE = 0.8;

/** A line through the values of days, weekdays taken off. */
export interface RobustLine {
  readonly perDay: number;
  /** Standard error of the slope, were days independent. */
  readonly error: number;
  /** The line's value, of a mean weekday, on the days' mean offset. */
  readonly centre: { readonly offset: number; readonly value: number };
  /** Residuals after weekdays and the line, by day, and the variance of a day. */
  readonly residuals: Float64Array;
  readonly variance: number;
}

/**
 * The median of the slopes of all pairs of days (H. Theil 1950, P. K. Sen 1968), the means of
 * weekdays taken off first.
 */
export function robustLine(
  values: Float64Array,
  days: Pick<Days, 'offsets' | 'weekdays'>,
): RobustLine {
  const times = Float64Array.from(days.offsets);
  const contrast = weekContrast(days);
  const spread = dot(contrast, contrast) * WEEKDAYS * WEEKDAYS;
  const first = (dot(contrast, values) * WEEKDAYS) / spread;
  // Weekdays' means are taken from the residuals of the line: otherwise they would hold part of it.
  const detrended = values.map((value, day) => value - first * (times[day] ?? 0));
  const aligned = withoutWeekdayMeans(detrended, days.weekdays);
  addTimes(aligned, times, first);
  const perDay = medianSlope(times, aligned);
  const residuals = withoutWeekdayMeans(
    aligned.map((value, day) => value - perDay * (times[day] ?? 0)),
    days.weekdays,
  );
  const variance =
    (drawnIn(values.length) * dot(residuals, residuals)) / (values.length - LINE_PARAMETERS);
  const offset = meanOf(times);

  return {
    perDay,
    error: THEIL_SEN_ERROR * Math.sqrt(variance / spread),
    centre: { offset, value: ofMeanWeekday(detrended, days.weekdays) + first * offset },
    residuals,
    variance,
  };
}

/** By how much the variance of so many days' means is greater than it seems. */
export function drawnIn(days: number): number {
  const weeks = days / WEEKDAYS;

  return weeks / (weeks - SEASON_SHARE);
}

function ofMeanWeekday(values: Float64Array, weekdays: Int32Array): number {
  const means = [...new Set(weekdays)].map((weekday) =>
    meanOf(values.filter((_, day) => weekdays[day] === weekday)),
  );

  return meanOf(Float64Array.from(means));
}

function medianSlope(times: Float64Array, values: Float64Array): number {
  const slopes = new Float64Array((times.length * (times.length - 1)) / 2);
  let count = 0;
  for (let one = 0; one < times.length; one += 1) {
    for (let other = one + 1; other < times.length; other += 1) {
      const rise = (values[other] ?? 0) - (values[one] ?? 0);
      slopes[count++] = rise / ((times[other] ?? 0) - (times[one] ?? 0));
    }
  }

  return medianOf(slopes);
}
