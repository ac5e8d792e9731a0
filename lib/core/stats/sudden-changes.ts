import { medianOf } from './season.ts';

/** Days on either side of a moment that are compared. */
const SIDE_DAYS = 3;
/** A median absolute value times this is a standard deviation, of normal noise. */
const TO_DEVIATION = 1.4826;
/**
 * Standard deviations of such differences that noise of any supported kind, waves of days included,
 * exceeded in 1 of 100 series.
 */
const BEYOND_NOISE = 4.3;
/** Of fewer days, what differences usually are is not known well enough. */
const MIN_DAYS = 42;
const MOST = 6;

/**
 * The days, ascending, on which values moved so much more than they do from days to days that
 * no wave can have done it: there the level was moved. Differences of the means of three days after
 * and before, against their median size. What it leaves out are slow or small changes.
 */
export function suddenChanges(dayValues: Float64Array): readonly number[] {
  if (dayValues.length < MIN_DAYS) return [];
  const sizes = differences(dayValues);
  const least = BEYOND_NOISE * TO_DEVIATION * medianOf(sizes.slice(SIDE_DAYS, -SIDE_DAYS + 1));
  const found: number[] = [];
  while (found.length < MOST) {
    const day = sizes.indexOf(Math.max(...sizes));
    if (!((sizes[day] ?? 0) > least)) break;
    found.push(day);
    sizes.fill(0, Math.max(0, day - SIDE_DAYS + 1), day + SIDE_DAYS);
  }

  return found.toSorted((one, other) => one - other);
}

/** By day: how far the mean of the days from it on is from that of the days before it. */
function differences(dayValues: Float64Array): Float64Array {
  return Float64Array.from(dayValues, (_, day) => {
    if (day < SIDE_DAYS || day > dayValues.length - SIDE_DAYS) return 0;
    const before = dayValues.subarray(day - SIDE_DAYS, day);
    const after = dayValues.subarray(day, day + SIDE_DAYS);

    return Math.abs(after.reduce(sum, 0) - before.reduce(sum, 0)) / SIDE_DAYS;
  });
}

function sum(one: number, other: number): number {
  return one + other;
}
