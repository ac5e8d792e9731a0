import type { Days } from './days.ts';
import {
  type Dependence,
  dayShareOfHours,
  type DependenceTable,
  dependenceTable,
  interpolate,
} from './dependence.ts';
import { clamp } from './sums.ts';

/** What the dependence of a series' days is read from: what is left once the finding is taken out. */
export interface Residuals {
  readonly days: Pick<Days, 'offsets' | 'weekdays'>;
  /** Scores of the hours; NaN: no value. Empty: only days are known. */
  readonly hours: Float64Array;
  /** Means of the days, without the means of weekdays. */
  readonly ofDays: Float64Array;
}

/** Below this many days dependence cannot be told from the line that a slow wave draws. */
const FEW_DAYS = 42;
const GREATEST_PHI = 0.98;
const GREATEST_RHO = 0.95;

/**
 * The settings below were chosen by calibration (docs/trends.md): an estimate of dependence from
 * a few weeks of days is rough, and too small a one makes false alarms. What neighbouring hours show
 * is taken as it is, for there are many of them; what days show beyond that counts the more, the
 * further it is from chance, and from some strength on with a margin of up to one and a half
 * standard errors. Larger margins were measured to cost more power than they save false alarms.
 */
const CHANCE = 0.75;
const MARGIN_FROM = 1.2;
const GREATEST_MARGIN = 1.5;
const FULL_MARGIN_RHO = 0.5;
const UNTESTABLE_RHO = 0.35;
const UNTESTABLE_Z = 2;

/** How days depend on each other; null: so much, for so few of them, that nothing can be tested. */
export function estimateDependence(residuals: Residuals): Dependence | null {
  const { days, ofDays } = residuals;
  const table = dependenceTable(days);
  const phi = hourShare(residuals.hours);
  const fromHours = dayShareOfHours(phi);
  const expected = interpolate(fromHours, table.rho, table.lag1);
  const error = 1 / Math.sqrt(ofDays.length);
  const excess = lagOne(ofDays, days.offsets) - expected;
  const z = excess / error;
  const lag1 = expected + clamp(z - CHANCE, 0, 1) * Math.max(0, excess);
  const margin = Math.max(
    clamp(z - MARGIN_FROM, 0, GREATEST_MARGIN),
    clamp(fromHours / FULL_MARGIN_RHO, 0, 1),
  );
  if (ofDays.length < FEW_DAYS) {
    const fromDays = rhoAt(lag1, table);
    if (fromHours > UNTESTABLE_RHO || (z > UNTESTABLE_Z && fromDays > UNTESTABLE_RHO)) return null;
  }
  const test = safeRho({ fromHours, lag1: lag1 + margin * error }, table);
  const interval = safeRho({ fromHours, lag1: lag1 + (margin * error) / 2 }, table);

  return {
    rho: { test, interval },
    slopeInflation: { test: inflationAt(test, table), interval: inflationAt(interval, table) },
    phi,
    table,
  };
}

function safeRho(
  { fromHours, lag1 }: { readonly fromHours: number; readonly lag1: number },
  table: DependenceTable,
): number {
  return clamp(Math.max(fromHours, rhoAt(lag1, table)), 0, GREATEST_RHO);
}

function inflationAt(rho: number, table: DependenceTable): number {
  return Math.max(1, interpolate(rho, table.rho, table.slope));
}

/** How much of an hour stays in the next: the lag-1 autocorrelation of the hours' scores. */
export function hourShare(scores: Float64Array): number {
  let products = 0;
  let pairs = 0;
  let squares = 0;
  let count = 0;
  for (let hour = 0; hour < scores.length; hour += 1) {
    const score = scores[hour] ?? NaN;
    if (Number.isNaN(score)) continue;
    squares += score * score;
    count += 1;
    const before = scores[hour - 1] ?? NaN;
    if (Number.isNaN(before)) continue;
    products += score * before;
    pairs += 1;
  }

  return pairs === 0 || squares === 0
    ? 0
    : clamp(products / pairs / (squares / count), 0, GREATEST_PHI);
}

function lagOne(values: Float64Array, offsets: Int32Array): number {
  let products = 0;
  let squares = 0;
  for (let day = 0; day < values.length; day += 1) {
    const value = values[day] ?? 0;
    squares += value * value;
    if (day === 0 || (offsets[day] ?? 0) - (offsets[day - 1] ?? 0) !== 1) continue;
    products += value * (values[day - 1] ?? 0);
  }

  return squares === 0 ? 0 : products / squares;
}

function rhoAt(lag1: number, table: DependenceTable): number {
  return interpolate(lag1, table.lag1, table.rho);
}
