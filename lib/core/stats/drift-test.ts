import { dayMeans, trimmedDayMeans, WEEKDAYS } from './days.ts';
import { type Dependence, weekContrast, withoutWeekdayMeans } from './dependence.ts';
import { testableDependence } from './estimate-dependence.ts';
import { normalScores } from './normal-scores.ts';
import { PERMUTATIONS, permutationP } from './permutation-p.ts';
import type { PreparedSeries } from './prepared-series.ts';
import type { DriftTest } from './results.ts';
import { HOURS_A_DAY, medianOf, withoutSeason } from './season.ts';
import { LINE_PARAMETERS, type RobustLine, robustLine } from './robust-line.ts';
import { seededRandom } from './seeded.ts';
import { CONFIDENCE } from './levels.ts';
import type { DaysQuestion, InsufficientData } from './series.ts';
import { shuffle } from './shuffle.ts';
import { criticalT, twoSidedT } from './student-t.ts';
import { addTimes, dot } from './sums.ts';

/** Days with values that the test for a drift needs: three weeks, so that each weekday has three. */
export const DRIFT_DAYS = 21;
/** Strongly autocorrelated days need this many. */
export const DEPENDENT_DAYS = 42;

/** How a test is made. */
export interface TestOptions {
  readonly seed: number;
  /** Default: {@link PERMUTATIONS}. */
  readonly permutations?: number;
}

/**
 * Whether the series drifts, how fast, and how sure that is.
 *
 * The test: values are aligned by the median of their hour of the week (J. L. Hodges & E. L.
 * Lehmann, "Rank methods for combination of independent experiments", 1962) and ranked; the trend
 * of their days' mean normal scores is compared with those of the same days in other orders, days
 * being exchanged with the same weekday only (day-block permutation: the 24 hours of a day stay
 * together, so that dependence within the day is kept). Dependence between days, which no such
 * permutation keeps, is estimated from the residuals and widens the distribution.
 *
 * The slope: the median of the slopes of all pairs of days (H. Theil 1950, P. K. Sen 1968), weekdays
 * taken off; its interval from the residuals' spread and the same dependence.
 */
export function driftTest(
  prepared: PreparedSeries,
  options: TestOptions,
): DriftTest | InsufficientData {
  const { days, series } = prepared;
  const count = days.offsets.length;
  if (count < DRIFT_DAYS)
    return tooFewDays(count, DRIFT_DAYS, { question: 'drift', autocorrelated: false });
  const slope = slopeOf(prepared);
  const dependence = dependenceBesideLine(prepared, slope.perDay);
  if (dependence === null) {
    return tooFewDays(count, DEPENDENT_DAYS, { question: 'drift', autocorrelated: true });
  }
  const error = slope.error * Math.sqrt(dependence.slopeInflation.interval);
  const reach = criticalT(1 - CONFIDENCE, count - LINE_PARAMETERS) * error;
  const values = series.values.filter((value) => !Number.isNaN(value));

  return {
    kind: 'drift-test',
    n: values.length,
    days: count,
    slopePerDay: {
      value: slope.perDay,
      low: slope.perDay - reach,
      high: slope.perDay + reach,
      confidence: CONFIDENCE,
    },
    level: medianOf(values),
    p: trendP(prepared, dependence, options),
    inflation: dependence.slopeInflation.test,
  };
}

/** The answer to a question that needs `neededDays` days with data. */
export function tooFewDays(
  days: number,
  neededDays: number,
  asked: { readonly question: DaysQuestion; readonly autocorrelated: boolean },
): InsufficientData {
  return {
    kind: 'insufficient-data',
    shortage: { code: 'too-few-days', ...asked, days, neededDays, since: null },
    moreDays: neededDays - days,
  };
}

/**
 * In two passes: in a series with a line, the medians of a season's hours lie where the line happens
 * to have its middle, which flattens trimmed means by about a tenth. Without the line they do not.
 */
function slopeOf(prepared: PreparedSeries): Pick<RobustLine, 'perDay' | 'error'> {
  const { perDay: first } = robustLine(
    trimmedDayMeans(prepared.rest, prepared.days),
    prepared.days,
  );
  const { perDay, error } = robustLine(
    trimmedDayMeans(withoutSeason(withoutLine(prepared.series.values, first)), prepared.days),
    prepared.days,
  );

  return { perDay: first + perDay, error };
}

/** The values less a line that rises by so much a day, from 0 at the first. */
export function withoutLine(values: Float64Array, perDay: number): Float64Array {
  return values.map((value, hour) => value - (perDay * hour) / HOURS_A_DAY);
}

function dependenceBesideLine({ series, days }: PreparedSeries, perDay: number): Dependence | null {
  const hours = normalScores(withoutSeason(withoutLine(series.values, perDay)));
  const { residuals } = fitLine(dayMeans(hours, days), days);

  return testableDependence({ days, hours, ofDays: residuals });
}

interface LineFit {
  /** Over its standard error, were days independent. */
  readonly t: number;
  readonly contrast: Float64Array;
  /** Residuals after weekday means and the line. */
  readonly residuals: Float64Array;
}

/** The line through the scores of days, weekdays' means taken off. */
export function fitLine(dayScores: Float64Array, days: PreparedSeries['days']): LineFit {
  const contrast = weekContrast(days);
  const residuals = withoutWeekdayMeans(dayScores, days.weekdays);
  const spread = dot(contrast, contrast);
  const trend = dot(contrast, residuals);
  addTimes(residuals, contrast, -trend / spread);
  const freedom = residuals.length - LINE_PARAMETERS;
  const t = trend / Math.sqrt((spread * dot(residuals, residuals)) / freedom);

  return { t: Number.isNaN(t) ? 0 : t, contrast, residuals };
}

function trendP(
  { dayScores, days }: PreparedSeries,
  { slopeInflation }: Dependence,
  { seed, permutations = PERMUTATIONS }: TestOptions,
): number {
  const { t, contrast, residuals } = fitLine(dayScores, days);
  const observed = Math.abs(t) / Math.sqrt(slopeInflation.test);
  const freedom = residuals.length - LINE_PARAMETERS;
  const squares = dot(residuals, residuals);
  const spread = dot(contrast, contrast);
  // |t| of a permutation is at least what was observed where its trend is at least this.
  const atLeast = Math.sqrt((observed ** 2 * spread * squares) / (freedom + observed ** 2));
  const trend = trendsInOtherOrders(
    { contrast, residuals },
    { weekdays: days.weekdays, random: seededRandom(seed) },
  );

  return permutationP({ permutations, isAsExtreme: () => Math.abs(trend()) >= atLeast }, () =>
    twoSidedT(observed, freedom),
  );
}

/** Draws the trend of the days in another order, each among those of its weekday. */
function trendsInOtherOrders(
  subject: { readonly contrast: Float64Array; readonly residuals: Float64Array },
  { weekdays, random }: { readonly weekdays: Int32Array; readonly random: () => number },
): () => number {
  const groups = Array.from({ length: WEEKDAYS }, (_, weekday) => ({
    contrast: subject.contrast.filter((_each, day) => weekdays[day] === weekday),
    residuals: subject.residuals.filter((_each, day) => weekdays[day] === weekday),
  }));

  return () => {
    let trend = 0;
    for (const { contrast, residuals } of groups) {
      shuffle(residuals, random);
      trend += dot(contrast, residuals);
    }

    return trend;
  };
}
