import { firstHourOfWeek, HOURS_A_DAY } from './season.ts';
import type { HourlySeries } from './series.ts';

/**
 * A day with fewer hours says too little of itself; of a journey that runs more seldom, half of what
 * its days mostly have.
 */
const MIN_HOURS = 6;
/** This share of a day's values is left out at either end of its mean: outliers. */
const TRIM = 0.2;
/** Days of a week. */
export const WEEKDAYS = 7;

/** The days of UTC of a series that have enough values, and which hours are theirs. */
export interface Days {
  /** Days since the first day of the series, ascending. */
  readonly offsets: Int32Array;
  /** 0 (Monday) to 6, of each. */
  readonly weekdays: Int32Array;
  /** Of every hour of the series, the index of its day in `offsets`; -1: of none, or no value. */
  readonly ofHour: Int32Array;
}

/** Which days of a series have enough values to speak of. */
export function daysWithValues(series: HourlySeries): Days {
  const start = firstHourOfWeek(series);
  const into = start % HOURS_A_DAY;
  const counts = new Map<number, number>();
  series.values.forEach((value, hour) => {
    const day = Math.floor((into + hour) / HOURS_A_DAY);
    if (!Number.isNaN(value)) counts.set(day, (counts.get(day) ?? 0) + 1);
  });
  const usual = [...counts.values()].toSorted((one, other) => one - other)[counts.size >>> 1] ?? 0;
  const enough = Math.min(MIN_HOURS, Math.ceil(usual / 2));
  const kept = [...counts].filter(([, count]) => count >= enough).map(([day]) => day);
  const offsets = Int32Array.from(kept);
  const index = new Map(kept.map((day, at) => [day, at]));
  const firstDay = Math.floor(start / HOURS_A_DAY);

  return {
    offsets,
    weekdays: offsets.map((offset) => (firstDay + offset) % WEEKDAYS),
    ofHour: Int32Array.from(series.values, (value, hour) =>
      Number.isNaN(value) ? -1 : (index.get(Math.floor((into + hour) / HOURS_A_DAY)) ?? -1),
    ),
  };
}

/** The mean of each day's values. */
export function dayMeans(values: Float64Array, { offsets, ofHour }: Days): Float64Array {
  const sums = new Float64Array(offsets.length);
  const counts = new Float64Array(offsets.length);
  for (let hour = 0; hour < values.length; hour += 1) {
    const day = ofHour[hour] ?? -1;
    if (day < 0) continue;
    sums[day] = (sums[day] ?? 0) + (values[hour] ?? 0);
    counts[day] = (counts[day] ?? 0) + 1;
  }

  return sums.map((sum, day) => sum / (counts[day] ?? NaN));
}

/** The mean of each day's values but for the smallest and the largest fifth. */
export function trimmedDayMeans(values: Float64Array, { offsets, ofHour }: Days): Float64Array {
  const means = new Float64Array(offsets.length);
  const ofDay = new Float64Array(HOURS_A_DAY);
  let hour = 0;
  for (let day = 0; day < offsets.length; day += 1) {
    let count = 0;
    while (hour < values.length && (ofHour[hour] ?? -1) <= day) {
      if (ofHour[hour] === day) ofDay[count++] = values[hour] ?? NaN;
      hour += 1;
    }
    means[day] = trimmedMean(ofDay.subarray(0, count));
  }

  return means;
}

function trimmedMean(values: Float64Array): number {
  values.sort();
  const cut = Math.floor(values.length * TRIM);
  const middle = values.subarray(cut, values.length - cut);

  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
