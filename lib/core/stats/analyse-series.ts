import { addStep } from './change-point.ts';
import { type ChangeTest, changeTest, withoutLevels } from './change-test.ts';
import { trimmedDayMeans } from './days.ts';
import { withoutWeekdayMeans } from './dependence.ts';
import { driftTest, fitLine, type TestOptions, withoutLine } from './drift-test.ts';
import { findChanges } from './find-changes.ts';
import { SIGNIFICANCE_LEVEL } from './levels.ts';
import { type PreparedSeries, prepareSeries } from './prepared-series.ts';
import type { ChangePoint, DriftTest, SeriesConclusion } from './results.ts';
import { medianOf, withoutSeason } from './season.ts';
import type { HourlySeries, InsufficientData } from './series.ts';
import { dot, meanOf } from './sums.ts';
import { HOUR_MS } from '../base/time.ts';

const STEP_PRICE = 3;

/**
 * Analyses a series: whether it drifts, whether its level moved, and which of the two explains it
 * better. Both tests have a false-positive rate of at most 1.3% (docs/trends.md has the calibration).
 * The same series and seed give the same conclusion.
 */
export function analyseSeries(series: HourlySeries, options: TestOptions): SeriesConclusion {
  const prepared = prepareSeries(series);
  const drift = driftTest(prepared, options);
  const change = changeTest(prepared, options);
  if (drift.kind === 'insufficient-data' && change.kind === 'insufficient-data') {
    return { kind: 'insufficient-data', drift, changes: change };
  }
  const steps = stepsOf(prepared, change, options);
  if (isFound(drift) && (steps.length === 0 || lineFitsBetter(prepared, drift, steps))) {
    return driftConclusion(prepared, drift, options);
  }
  if (steps.length > 0) return besideSteps(prepared, steps, options);

  return { kind: 'steady', drift, changes: change.kind === 'insufficient-data' ? change : [] };
}

function stepsOf(
  prepared: PreparedSeries,
  change: ChangeTest | InsufficientData,
  options: TestOptions,
): readonly ChangePoint[] {
  if (change.kind === 'insufficient-data' || change.p >= SIGNIFICANCE_LEVEL) return [];

  return findChanges(deseasonalised(prepared, change.day), options);
}

function isFound(drift: DriftTest | InsufficientData): drift is DriftTest {
  return drift.kind === 'drift-test' && drift.p < SIGNIFICANCE_LEVEL;
}

/** The series without its season, which is estimated without the step that a test found. */
function deseasonalised({ series, days, rest }: PreparedSeries, day: number): HourlySeries {
  const hour = days.ofHour.findIndex((each) => each >= day);
  const means = [rest.subarray(0, hour), rest.subarray(hour)].map((side) =>
    meanOf(side.filter((value) => !Number.isNaN(value))),
  );
  const step = (means[1] ?? 0) - (means[0] ?? 0);
  const withoutStep = addStep(series.values, hour, -step);
  const level = medianOf(withoutStep.filter((value) => !Number.isNaN(value)));
  const flat = withoutSeason(withoutStep).map((value) => value + level);

  return { startMs: series.startMs, values: addStep(flat, hour, step) };
}

/**
 * The conclusion for a drift. If the level moved as well, the size of the step is not estimated: the
 * line through the whole series contains part of it.
 */
function driftConclusion(
  { series }: PreparedSeries,
  drift: DriftTest,
  options: TestOptions,
): SeriesConclusion {
  const flat = withoutLine(series.values, drift.slopePerDay.value);
  const detrended = prepareSeries({ startMs: series.startMs, values: flat });
  const test = changeTest(detrended, options);
  if (test.kind === 'insufficient-data') return { kind: 'drift', drift, changes: test };
  if (test.p >= SIGNIFICANCE_LEVEL) return { kind: 'drift', drift, changes: [] };
  const hour = detrended.days.ofHour.findIndex((each) => each >= test.day);
  const around = new Date(series.startMs + hour * HOUR_MS).toISOString();
  const shortage = { code: 'step-within-drift', around } as const;

  return { kind: 'drift', drift, changes: { kind: 'insufficient-data', shortage, moreDays: null } };
}

/** The conclusion for changes, and whether the series drifts since the last of them. */
function besideSteps(
  { series }: PreparedSeries,
  changes: readonly ChangePoint[],
  options: TestOptions,
): SeriesConclusion {
  const lastMs = changes.at(-1)?.atMs ?? series.startMs;
  const since = {
    startMs: lastMs,
    values: series.values.subarray((lastMs - series.startMs) / HOUR_MS),
  };
  const drift = driftTest(prepareSeries(since), options);

  return { kind: isFound(drift) ? 'both' : 'step', drift: dated(drift, lastMs), changes };
}

/** Says of a shortage of days that only those since the last change count. */
function dated(drift: DriftTest | InsufficientData, sinceMs: number): DriftTest | InsufficientData {
  if (drift.kind !== 'insufficient-data' || drift.shortage.code !== 'too-few-days') return drift;
  const since = new Date(sinceMs).toISOString();

  return { ...drift, shortage: { ...drift.shortage, since } };
}

/**
 * Compares a line with steps by what they leave of the days' squares, the season estimated for each,
 * and each at its price: the Bayesian information criterion as modified by N. R. Zhang & D. O.
 * Siegmund, "A modified Bayes information criterion with applications to the analysis of comparative
 * genomic hybridization data", 2007: a step, whose moment is chosen among all, costs as much as three
 * parameters.
 */
function lineFitsBetter(
  { series, days }: PreparedSeries,
  { slopePerDay }: DriftTest,
  steps: readonly ChangePoint[],
): boolean {
  const remainders = {
    line: withoutLine(series.values, slopePerDay.value),
    steps: steps.reduce(
      (values, { atMs, shift }) => addStep(values, hourOf(series, atMs), -shift.value),
      series.values,
    ),
  };
  const firstDays = steps.map(({ atMs }) => {
    const hour = hourOf(series, atMs);

    return days.ofHour.find((each, at) => each >= 0 && at >= hour) ?? 0;
  });
  const line = fitLine(trimmedDayMeans(withoutSeason(remainders.line), days), days).residuals;
  const ofSteps = trimmedDayMeans(withoutSeason(remainders.steps), days);
  const left = withoutLevels(withoutWeekdayMeans(ofSteps, days.weekdays), firstDays);
  const count = line.length;
  const price = Math.log(count);

  return (
    count * Math.log(dot(line, line)) + price <
    count * Math.log(dot(left, left)) + STEP_PRICE * steps.length * price
  );
}

function hourOf({ startMs }: HourlySeries, atMs: number): number {
  return Math.round((atMs - startMs) / HOUR_MS);
}
