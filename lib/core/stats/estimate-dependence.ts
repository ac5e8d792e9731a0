import type { Days } from './days.ts';
import {
  type Dependence,
  dayShareOfHours,
  type DependenceTable,
  dependenceTable,
  interpolate,
} from './dependence.ts';
import { clamp, dot } from './sums.ts';

/** The residuals that the autocorrelation of days is estimated from: the series without the finding. */
export interface Residuals {
  readonly days: Pick<Days, 'offsets' | 'weekdays'>;
  /** Scores of the hours; NaN: no value. Empty: only days are known. */
  readonly hours: Float64Array;
  /** Means of the days, without the means of weekdays. */
  readonly ofDays: Float64Array;
}

/** With fewer days, autocorrelation cannot be distinguished from a line. */
const FEW_DAYS = 42;
const MAX_PHI = 0.98;
const MAX_RHO = 0.95;

/**
 * The settings below were chosen by calibration (docs/trends.md): an estimate of dependence from
 * a few weeks of days is rough, and too small a one makes false alarms. What neighbouring hours show
 * is taken as it is, for there are many of them; what days show beyond that counts the more, the
 * further it is from chance, and from some strength on with a margin of up to one and a half
 * standard errors. Larger margins were measured to cost more power than they save false alarms.
 */
const CHANCE = 0.75;
const MARGIN_FROM = 1.2;
const MAX_MARGIN = 1.5;
const FULL_MARGIN_RHO = 0.5;
const UNTESTABLE_RHO = 0.35;
const UNTESTABLE_Z = 2;

/** How days depend on each other; null: so much, for so few of them, that nothing can be tested. */
export function testableDependence(residuals: Residuals): Dependence | null {
  const { fromHours, lag1, z, table } = readShares(residuals);
  if (residuals.ofDays.length < FEW_DAYS) {
    const fromDays = rhoAt(lag1, table);
    if (fromHours > UNTESTABLE_RHO || (z > UNTESTABLE_Z && fromDays > UNTESTABLE_RHO)) return null;
  }

  return estimateDependence(residuals);
}

/** Estimates the autocorrelation of days. */
export function estimateDependence(residuals: Residuals): Dependence {
  const { phi, fromHours, lag1, error, z, table } = readShares(residuals);
  const margin = Math.max(
    clamp(z - MARGIN_FROM, 0, MAX_MARGIN),
    clamp(fromHours / FULL_MARGIN_RHO, 0, 1),
  );
  const test = safeRho({ fromHours, lag1: lag1 + margin * error }, table);
  const interval = safeRho({ fromHours, lag1: lag1 + (margin * error) / 2 }, table);

  return {
    rho: { test, interval },
    slopeInflation: { test: inflationAt(test, table), interval: inflationAt(interval, table) },
    phi,
    table,
  };
}

/** The estimates from hours and from days, before any margin. */
function readShares({ days, hours, ofDays }: Residuals): {
  readonly phi: HourShare;
  /** Share of a day that stays in the next, by what neighbouring hours show. */
  readonly fromHours: number;
  /** Autocorrelation of the days, their excess over what hours explain counted by its strength. */
  readonly lag1: number;
  /** Standard error of that of independent days, and how many of them the excess is. */
  readonly error: number;
  readonly z: number;
  readonly table: DependenceTable;
} {
  const table = dependenceTable(days);
  const phi = hourShare(hours);
  const fromHours = dayShareOfHours(phi.ofHour);
  const expected = interpolate(fromHours, table.rho, table.lag1);
  const error = 1 / Math.sqrt(ofDays.length);
  const excess = autocorrelation(ofDays, days.offsets, table.apart) - expected;
  const z = excess / error;
  const lag1 = expected + clamp(z - CHANCE, 0, 1) * Math.max(0, excess);

  return { phi, fromHours, lag1, error, z, table };
}

function safeRho(
  { fromHours, lag1 }: { readonly fromHours: number; readonly lag1: number },
  table: DependenceTable,
): number {
  return clamp(Math.max(fromHours, rhoAt(lag1, table)), 0, MAX_RHO);
}

function inflationAt(rho: number, table: DependenceTable): number {
  return Math.max(1, interpolate(rho, table.rho, table.slope));
}

/** How much of a value stays in the next one, and how much of an hour in the next hour. */
export interface HourShare {
  readonly ofValue: number;
  readonly ofHour: number;
}

/**
 * From the scores of values that are so many hours apart as most of them are: of a journey that runs
 * every second hour, two. Dependence of first order fades by the same share each hour.
 */
export function hourShare(scores: Float64Array): HourShare {
  const gaps = gapsOf(scores);
  const [[apart, { products, pairs }] = [1, { products: 0, pairs: 0 }]] = [...gaps].toSorted(
    ([, one], [, other]) => other.pairs - one.pairs,
  );
  const there = scores.filter((score) => !Number.isNaN(score));
  const variance = dot(there, there) / there.length;
  const ofValue = pairs === 0 || !(variance > 0) ? 0 : products / pairs / variance;
  const share = clamp(ofValue, 0, MAX_PHI);

  return { ofValue: share, ofHour: Math.min(MAX_PHI, share ** (1 / apart)) };
}

/** By how many hours lie between a value and the next: the sum of their products, and their number. */
function gapsOf(
  scores: Float64Array,
): ReadonlyMap<number, { readonly products: number; readonly pairs: number }> {
  const gaps = new Map<number, { products: number; pairs: number }>();
  let last = -1;
  for (let hour = 0; hour < scores.length; hour += 1) {
    const score = scores[hour] ?? NaN;
    if (Number.isNaN(score)) continue;
    if (last >= 0) {
      const gap = gaps.get(hour - last) ?? { products: 0, pairs: 0 };
      gap.products += score * (scores[last] ?? 0);
      gap.pairs += 1;
      gaps.set(hour - last, gap);
    }
    last = hour;
  }

  return gaps;
}

/** Of values that are so many days apart, over all squares. */
function autocorrelation(values: Float64Array, offsets: Int32Array, apart: number): number {
  let products = 0;
  let squares = 0;
  for (let day = 0; day < values.length; day += 1) {
    const value = values[day] ?? 0;
    squares += value * value;
    if (day === 0 || (offsets[day] ?? 0) - (offsets[day - 1] ?? 0) !== apart) continue;
    products += value * (values[day - 1] ?? 0);
  }

  return squares === 0 ? 0 : products / squares;
}

function rhoAt(lag1: number, table: DependenceTable): number {
  return interpolate(lag1, table.lag1, table.rho);
}
