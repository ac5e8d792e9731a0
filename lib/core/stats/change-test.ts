import { dayMeans, type Days, trimmedDayMeans, WEEKDAYS } from './days.ts';
import { type Dependence, interpolate, shareOf, withoutWeekdayMeans } from './dependence.ts';
import { DEPENDENT_DAYS, type TestOptions, tooFewDays } from './drift-test.ts';
import { type Residuals, testableDependence } from './estimate-dependence.ts';
import { normalScores } from './normal-scores.ts';
import { PERMUTATIONS, permutationP } from './permutation-p.ts';
import type { PreparedSeries } from './prepared-series.ts';
import { withoutSeason } from './season.ts';
import { seededRandom } from './seeded.ts';
import type { InsufficientData } from './series.ts';
import { shuffle } from './shuffle.ts';
import { twoSidedT } from './student-t.ts';
import { suddenChanges } from './sudden-changes.ts';
import { dot, meanOf } from './sums.ts';

/** Days with values that the test for a change needs. */
export const CHANGE_DAYS = 21;
/** A level needs this many days. */
const LEVEL_DAYS = 3;
/** Sudden changes hide each other: rounds of detection, each without those found before. */
const ROUNDS = 3;
/** A level before and one after. */
const PARAMETERS = 2;

/** The most likely day on which a level moved, and how likely it is that none did. */
export interface ChangeTest {
  readonly kind: 'change-test';
  /** Index, among the days with values, of the first of the new level. */
  readonly day: number;
  readonly p: number;
  readonly dependence: Dependence;
}

/**
 * Whether and on which day the level moved: of all days, the one that best divides the days' mean
 * normal scores in two (E. S. Page, "A test for a change in a parameter occurring at an unknown
 * point", 1955; the maximum of standardised sums as in D. M. Hawkins, "Testing a sequence of
 * observations for a shift in location", 1977). Its distribution without any change comes from
 * putting whole days into other orders, widened by the dependence between days as for a drift.
 */
export function changeTest(
  prepared: PreparedSeries,
  options: TestOptions,
): ChangeTest | InsufficientData {
  const { dayScores, days } = prepared;
  const count = days.offsets.length;
  if (count < CHANGE_DAYS)
    return tooFewDays(count, CHANGE_DAYS, { question: 'change', autocorrelated: false });
  const plain = bestDivision(dayScores, new Float64Array(count).fill(1));
  const dependence = dependenceWithoutSteps(prepared, plain.day);
  if (dependence === null) {
    return tooFewDays(count, DEPENDENT_DAYS, { question: 'change', autocorrelated: true });
  }
  // The season's medians have drawn the days of a weekday together, by a degree of freedom each.
  const drawnIn = (count - PARAMETERS) / (count - PARAMETERS - WEEKDAYS + 1);
  const widened = stepInflations(days.offsets, dependence, 'test').map((each) => drawnIn * each);
  const best = bestDivision(dayScores, widened);
  const p = divisionP({ scores: dayScores, ...best }, options);

  return { kind: 'change-test', day: best.day, p, dependence };
}

/** A division of the days, and what of their squares it explains, as if days were independent. */
interface Division {
  readonly day: number;
  readonly gain: number;
}

/** The division whose gain, over what dependence between days adds to it, is the greatest. */
function bestDivision(scores: Float64Array, inflation: Float64Array): Division {
  const count = scores.length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / count;
  let best = { day: LEVEL_DAYS, gain: -1 };
  let sum = 0;
  for (let day = 1; day <= count - LEVEL_DAYS; day += 1) {
    sum += (scores[day - 1] ?? 0) - mean;
    if (day < LEVEL_DAYS) continue;
    const gain = (sum * sum * count) / (day * (count - day)) / (inflation[day] ?? 1);
    if (gain > best.gain) best = { day, gain };
  }

  return best;
}

/**
 * By the first day of the new level: the variance of the difference of the levels' means, over that
 * of independent days with the same residuals.
 */
export function stepInflations(
  offsets: Int32Array,
  dependence: Dependence,
  use: 'test' | 'interval',
): Float64Array {
  const { table } = dependence;
  const rho = dependence.rho[use];
  const count = offsets.length;
  const residual = interpolate(rho, table.rho, table.residual);
  const span = (offsets.at(-1) ?? 0) - (offsets[0] ?? 0) + 1;
  const shares = Float64Array.from({ length: span }, (_, apart) => shareOf(rho, apart));
  const within = new Float64Array(count + 1);
  const across = new Float64Array(count + 1);
  for (let day = 0; day < count; day += 1) {
    const { before, all } = sharesOfDay(offsets, day, shares);
    within[day + 1] = (within[day] ?? 0) + 1 + 2 * before;
    across[day + 1] = (across[day] ?? 0) + all;
  }
  const total = across[count] ?? 0;

  return Float64Array.from({ length: count }, (_, day) => {
    const part = day / count;
    const variance = (within[day] ?? 0) - 2 * part * (across[day] ?? 0) + part * part * total;

    return day === 0 ? 1 : Math.max(1, variance / (count * part * (1 - part)) / residual);
  });
}

/** The correlations of a day with all days before it, and with all days and itself, summed. */
function sharesOfDay(
  offsets: Int32Array,
  day: number,
  shares: Float64Array,
): { readonly before: number; readonly all: number } {
  let before = 0;
  let all = 0;
  for (let other = 0; other < offsets.length; other += 1) {
    const share = shares[Math.abs((offsets[day] ?? 0) - (offsets[other] ?? 0))] ?? 0;
    all += share;
    if (other < day) before += share;
  }

  return { before, all };
}

function divisionP(
  { scores, day, gain }: Division & { readonly scores: Float64Array },
  { seed, permutations = PERMUTATIONS }: TestOptions,
): number {
  const residuals = withoutLevels(scores, [day]);
  const squares = dot(residuals, residuals);
  // Days that are all the same: neither is there a gain, nor anything to put into another order.
  if (!(gain > 0)) return 1;
  const random = seededRandom(seed);
  const observed = gain / squares;
  // A permutation's own best division leaves less of the squares, as the observed one did.
  const atLeast = (observed * squares) / (1 + observed);
  const freedom = scores.length - PARAMETERS;
  const candidates = scores.length - 2 * LEVEL_DAYS + 1;

  function isAsExtreme(): boolean {
    shuffle(residuals, random);

    return greatestGain(residuals) >= atLeast;
  }

  return permutationP({ permutations, isAsExtreme }, () =>
    Math.min(1, candidates * twoSidedT(Math.sqrt(observed * freedom), freedom)),
  );
}

/** The gain of the best division of residuals that add up to nothing. */
function greatestGain(residuals: Float64Array): number {
  const count = residuals.length;
  let greatest = 0;
  let sum = 0;
  for (let day = 1; day <= count - LEVEL_DAYS; day += 1) {
    sum += residuals[day - 1] ?? 0;
    if (day < LEVEL_DAYS) continue;
    const gain = (sum * sum * count) / (day * (count - day));
    if (gain > greatest) greatest = gain;
  }

  return greatest;
}

/** The values less the mean of their level; a level begins on each of the given days. */
export function withoutLevels(values: Float64Array, firstDays: readonly number[]): Float64Array {
  const rest = Float64Array.from(values);
  const bounds = [0, ...firstDays, values.length];
  for (const [at, from] of bounds.slice(0, -1).entries()) {
    const level = rest.subarray(from, bounds[at + 1]);
    const mean = meanOf(level);
    for (let day = 0; day < level.length; day += 1) level[day] = (level[day] ?? 0) - mean;
  }

  return rest;
}

/**
 * The autocorrelation without the step of a division and without every sudden change: otherwise a level
 * that rises and returns would look like autocorrelated days, and not be detected.
 */
function dependenceWithoutSteps(prepared: PreparedSeries, day: number): Dependence | null {
  const { days } = prepared;
  let firstDays: readonly number[] = [day];
  let residuals = residualsWithoutSteps(deviationsFromLevels(prepared, firstDays), days, firstDays);
  for (let round = 0; round < ROUNDS; round += 1) {
    const more = suddenChanges(dayMeans(residuals.hours, days)).filter((each) =>
      firstDays.every((known) => Math.abs(each - known) >= LEVEL_DAYS),
    );
    if (more.length === 0) break;
    firstDays = [...firstDays, ...more].toSorted((one, other) => one - other);
    residuals = residualsWithoutSteps(deviationsFromLevels(prepared, firstDays), days, firstDays);
  }

  return testableDependence(residuals);
}

/** The values minus the level of their days; a new level begins on each of the given days. */
function deviationsFromLevels(
  { series, days, rest }: PreparedSeries,
  firstDays: readonly number[],
): Float64Array {
  const means = trimmedDayMeans(rest, days);
  const flat = withoutLevels(means, firstDays);

  return series.values.map((value, hour) => {
    const day = days.ofHour[hour] ?? -1;

    return day < 0 ? NaN : value - ((means[day] ?? NaN) - (flat[day] ?? NaN));
  });
}

/** The residuals of values without steps on some days, for the estimate of autocorrelation. */
export function residualsWithoutSteps(
  values: Float64Array,
  days: Days,
  firstDays: readonly number[],
): Residuals {
  const hours = normalScores(withoutSeason(values));
  const flat = withoutLevels(dayMeans(hours, days), firstDays);
  const ofDays = withoutWeekdayMeans(flat, days.weekdays);

  return { days, hours, ofDays };
}
