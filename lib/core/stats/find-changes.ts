import { changePoint, locateChange } from './change-point.ts';
import { CHANGE_DAYS, changeTest } from './change-test.ts';
import { daysWithValues } from './days.ts';
import type { TestOptions } from './drift-test.ts';
import { prepareSeries } from './prepared-series.ts';
import { SIGNIFICANCE_LEVEL } from './levels.ts';
import type { ChangePoint } from './results.ts';
import type { HourlySeries } from './series.ts';
import { HOUR_MS } from '../base/time.ts';

/** A series with more changes than this has no levels to speak of. */
const MAX_CHANGES = 6;

interface Division {
  readonly hour: number;
  readonly p: number;
}

/**
 * Every change of a series whose season was taken off: the best one first, then those of either
 * side, each tested by itself (binary segmentation; A. J. Scott & M. Knott, "A cluster analysis
 * method for grouping means", 1974). In the end each is measured between its neighbours.
 */
export function findChanges(series: HourlySeries, options: TestOptions): readonly ChangePoint[] {
  const divisions = divide(series, { from: 0, to: series.values.length }, options)
    .toSorted((one, other) => one.p - other.p)
    .slice(0, MAX_CHANGES)
    .toSorted((one, other) => one.hour - other.hour);

  return measurable(series, divisions).map(({ part, hour, p }) => {
    const { ofHour } = daysWithValues(part);
    const day = ofHour.find((each, at) => each >= 0 && at >= hour) ?? 0;

    return changePoint(part, locateChange(part, day), p);
  });
}

/** A division, and the values from the one before it to the one after it. */
interface Measurable {
  readonly part: HourlySeries;
  /** Within the part. */
  readonly hour: number;
  readonly p: number;
}

/**
 * Divisions that leave each other the days that measuring takes. Where several lie too close, such
 * as three within a week, the least sure of them is left out.
 */
function measurable(series: HourlySeries, divisions: readonly Division[]): readonly Measurable[] {
  const parts = divisions.map(({ hour, p }, index) => {
    const from = divisions[index - 1]?.hour ?? 0;
    const to = divisions[index + 1]?.hour ?? series.values.length;

    return { part: partOf(series, from, to), hour: hour - from, p };
  });
  const crowded = parts.map(({ part, p }) =>
    daysWithValues(part).offsets.length < CHANGE_DAYS ? p : -1,
  );
  const least = Math.max(...crowded);
  if (divisions.length === 0 || least < 0) return parts;

  return measurable(series, divisions.toSpliced(crowded.indexOf(least), 1));
}

function divide(
  series: HourlySeries,
  range: { readonly from: number; readonly to: number },
  options: TestOptions,
): readonly Division[] {
  const part = partOf(series, range.from, range.to);
  const test = changeTest(prepareSeries(part), options);
  if (test.kind === 'insufficient-data' || test.p >= SIGNIFICANCE_LEVEL) return [];
  const hour = range.from + locateChange(part, test.day).hour;
  if (hour <= range.from || hour >= range.to) return [];

  return [
    ...divide(series, { from: range.from, to: hour }, options),
    { hour, p: test.p },
    ...divide(series, { from: hour, to: range.to }, options),
  ];
}

function partOf({ startMs, values }: HourlySeries, from: number, to: number): HourlySeries {
  return { startMs: startMs + from * HOUR_MS, values: values.subarray(from, to) };
}
