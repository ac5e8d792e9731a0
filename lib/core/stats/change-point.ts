import { CONFIDENCE } from './levels.ts';
import { residualsWithoutSteps, stepInflations } from './change-test.ts';
import { type Days, daysWithValues, trimmedDayMeans, WEEKDAYS } from './days.ts';
import { type Dependence, withoutWeekdayMeans } from './dependence.ts';
import { estimateDependence } from './estimate-dependence.ts';
import { normalScores } from './normal-scores.ts';
import type { ChangePoint } from './results.ts';
import { HOURS_A_DAY, HOURS_A_WEEK, medianOf, withoutSeason } from './season.ts';
import { drawnIn } from './robust-line.ts';
import type { Estimate, HourlySeries } from './series.ts';
import { criticalT } from './student-t.ts';
import { clamp, dot } from './sums.ts';
import { HOUR_MS } from '../base/time.ts';

/** The hour is searched so many days around the best day. */
const SEARCH_DAYS = 4;
/**
 * By how much the log-likelihood of the true hour may lie below that of the best with 95%
 * probability: -ln(1 - sqrt(0.95)), the maximum of a two-sided random walk with drift.
 * D. Siegmund, "Confidence sets in change-point problems", 1988.
 */
const LIKELIHOOD_REACH = -Math.log(1 - Math.sqrt(CONFIDENCE));
/** Standard error of Hodges and Lehmann's shift over that of means, normal noise: sqrt(π / 3). */
const HODGES_LEHMANN_ERROR = Math.sqrt(Math.PI / 3);
/** Two levels, and the means of weekdays. */
const PARAMETERS = 1 + WEEKDAYS;
/** Rounds in which season and step are estimated in turns. */
const ROUNDS = 2;

/** Where in a series, which has one change, the change is and how large it is. */
export interface Located {
  /** Index of the first hour of the new level. */
  readonly hour: number;
  readonly from: number;
  readonly to: number;
  readonly shift: Estimate;
  readonly before: number;
  readonly after: number;
}

/**
 * The hour at which the level moved, and by how much: the hour near a day at which the normal scores
 * of the hours are best divided; the shift is the median of all differences between a day after and
 * a day before (J. L. Hodges & E. L. Lehmann, "Estimates of location based on rank tests", 1963),
 * with an interval from the days' spread and dependence.
 */
export function locateChange(series: HourlySeries, day: number): Located {
  const days = daysWithValues(series);
  let hour = days.ofHour.findIndex((each) => each >= day);
  let step = stepAt(series.values, hour);
  let rest = series.values;
  for (let round = 0; round < ROUNDS; round += 1) {
    rest = addStep(withoutSeason(addStep(series.values, hour, -step)), hour, step);
    hour = bestHour(rest, { near: hour, days });
    step = stepAt(rest, hour);
  }
  const withoutStep = addStep(series.values, hour, -step);
  const scores = normalScores(rest);
  const dependence = estimateDependence(residualsWithoutSteps(withoutStep, days, [day]));
  const { from, to } = reachOf(scores, hour, dependence.phi.ofValue);

  return {
    hour,
    from,
    to,
    shift: shiftOf({ rest, hour, days }, dependence),
    before: medianOf(known(series.values.subarray(0, hour))),
    after: medianOf(known(series.values.subarray(hour))),
  };
}

/** The change point of a located change. */
export function changePoint(
  { startMs }: HourlySeries,
  { hour, from, to, shift, before, after }: Located,
  p: number,
): ChangePoint {
  const [atMs, fromMs, toMs] = [hour, from, to].map((each) => startMs + each * HOUR_MS);

  return {
    atMs: atMs ?? startMs,
    fromMs: fromMs ?? startMs,
    toMs: toMs ?? startMs,
    before,
    after,
    shift,
    p,
  };
}

/** The values with so much more from an hour on. */
export function addStep(values: Float64Array, fromHour: number, step: number): Float64Array {
  return values.map((value, hour) => (hour >= fromHour ? value + step : value));
}

function known(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

function stepAt(values: Float64Array, hour: number): number {
  const step = medianOf(known(values.subarray(hour))) - medianOf(known(values.subarray(0, hour)));

  return Number.isNaN(step) ? 0 : step;
}

/** A day, the first or the last, is left on either side: else one of the levels would have none. */
function bestHour(
  rest: Float64Array,
  { near, days }: { readonly near: number; readonly days: Days },
): number {
  const gains = divisionGains(normalScores(rest));
  const reach = SEARCH_DAYS * HOURS_A_DAY;
  const least = days.ofHour.indexOf(1);
  const most = days.ofHour.indexOf(days.offsets.length - 1);
  let best = clamp(near, least, most);
  for (let hour = Math.max(least, near - reach); hour <= Math.min(most, near + reach); hour += 1) {
    if ((gains[hour] ?? 0) > (gains[best] ?? 0)) best = hour;
  }

  return best;
}

/** By the first hour of the new level: what of the scores' squares the division explains. */
function divisionGains(scores: Float64Array): Float64Array {
  const there = known(scores);
  const count = there.length;
  const mean = there.reduce((sum, score) => sum + score, 0) / count;
  const gains = new Float64Array(scores.length);
  let sum = 0;
  let before = 0;
  for (let hour = 1; hour < scores.length; hour += 1) {
    const score = scores[hour - 1] ?? NaN;
    if (!Number.isNaN(score)) {
      sum += score - mean;
      before += 1;
    }
    if (before > 0 && before < count)
      gains[hour] = (sum * sum * count) / (before * (count - before));
  }

  return gains;
}

/** The hours that are not much less likely than the best; dependence makes all of them likelier. */
function reachOf(
  scores: Float64Array,
  hour: number,
  phi: number,
): { readonly from: number; readonly to: number } {
  const gains = divisionGains(scores);
  const there = known(scores);
  const mean = there.reduce((sum, score) => sum + score, 0) / there.length;
  const squares = there.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  // The season takes a value of each hour of the week.
  const weeks = scores.length / HOURS_A_WEEK;
  const variance = ((squares - (gains[hour] ?? 0)) / there.length) * (weeks / (weeks - 1));
  const longRun = (variance * (1 + phi)) / (1 - phi);
  const least = (gains[hour] ?? 0) - 2 * longRun * LIKELIHOOD_REACH;
  let [from, to] = [hour, hour];
  for (let each = 1; each < scores.length; each += 1) {
    if ((gains[each] ?? 0) < least) continue;
    from = Math.min(from, each);
    to = Math.max(to, each);
  }

  return { from, to };
}

function shiftOf(
  { rest, hour, days }: { readonly rest: Float64Array; readonly hour: number; readonly days: Days },
  dependence: Dependence,
): Estimate {
  const means = trimmedDayMeans(rest, days);
  // The day of the change itself is of both levels.
  const mixed = days.ofHour.find((day, at) => day >= 0 && at >= hour) ?? means.length;
  const isMixed = days.ofHour.findLast((day, at) => day >= 0 && at < hour) === mixed;
  const before = means.filter((_, day) => day < mixed);
  const after = means.filter((_, day) => (isMixed ? day > mixed : day >= mixed));
  const value = medianDifference(before, after);
  const residuals = withoutWeekdayMeans(
    means.map((mean, day) => mean - (day < mixed ? 0 : value)),
    days.weekdays,
  );
  if (isMixed) residuals[mixed] = 0;
  const freedom = means.length - PARAMETERS - (isMixed ? 1 : 0);
  const variance = (dot(residuals, residuals) / freedom) * drawnIn(means.length);
  const inflation = stepInflations(days.offsets, dependence, 'interval')[mixed] ?? 1;
  const error =
    HODGES_LEHMANN_ERROR * Math.sqrt(variance * inflation * (1 / before.length + 1 / after.length));
  const reach = criticalT(1 - CONFIDENCE, freedom) * error;

  return { value, low: value - reach, high: value + reach, confidence: CONFIDENCE };
}

function medianDifference(before: Float64Array, after: Float64Array): number {
  const differences = new Float64Array(before.length * after.length);
  let count = 0;
  for (const one of before) for (const other of after) differences[count++] = other - one;

  return medianOf(differences);
}
