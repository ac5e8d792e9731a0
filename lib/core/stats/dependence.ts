import { type Days, WEEKDAYS } from './days.ts';
import { HOURS_A_DAY } from './season.ts';
import { dot } from './sums.ts';

/**
 * The effect of autocorrelation on a series of days without weekday means and a line, if it is of first
 * order (each day keeps a share `rho` of the day before). By `rho`:
 * what the autocorrelation of neighbours is expected to be, and by how much the variance of a slope, and of
 * the residuals, differs from that of independent days. Exact, from the residuals' covariance.
 */
export interface DependenceTable {
  readonly rho: Float64Array;
  /** Days from one day to the next, as most are apart: of a journey of working days, one. */
  readonly apart: number;
  /** Of days so far apart. */
  readonly lag1: Float64Array;
  /** Variance of the slope, over what independent days with these residuals would have. */
  readonly slope: Float64Array;
  /** Mean square of the residuals, over the variance of a day. */
  readonly residual: Float64Array;
}

/**
 * The autocorrelation of a series' days. Tests use it with the whole margin for the uncertainty of a few
 * weeks; intervals use half of the margin, so that they keep their confidence.
 */
export interface Dependence {
  /** Share of a day that stays in the next, 0 to 0.95. */
  readonly rho: { readonly test: number; readonly interval: number };
  /** Variance of a slope over what independent days would have; at least 1. */
  readonly slopeInflation: { readonly test: number; readonly interval: number };
  /** Share of a value that stays in the next, and of an hour in the next hour, 0 to 0.98. */
  readonly phi: { readonly ofValue: number; readonly ofHour: number };
  readonly table: DependenceTable;
}

const MIN_RHO = -0.3;
const MAX_RHO = 0.96;
const RHO_STEPS = 22;
const TABLES_KEPT = 64;
const kept = new Map<string, DependenceTable>();

/** The table for a set of days. */
export function dependenceTable(days: Pick<Days, 'offsets' | 'weekdays'>): DependenceTable {
  const key = `${days.weekdays[0] ?? 0}:${days.offsets.join(',')}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const table = makeTable(days);
  if (kept.size >= TABLES_KEPT) kept.clear();
  kept.set(key, table);

  return table;
}

/** The week of each day, less the mean of its weekday: what a slope is measured against. */
export function weekContrast({
  offsets,
  weekdays,
}: Pick<Days, 'offsets' | 'weekdays'>): Float64Array {
  const weeks = Float64Array.from(offsets, (offset) => offset / WEEKDAYS);

  return withoutWeekdayMeans(weeks, weekdays);
}

/** The values less the mean of their weekday. */
export function withoutWeekdayMeans(values: Float64Array, weekdays: Int32Array): Float64Array {
  const sums = new Float64Array(WEEKDAYS);
  const counts = new Float64Array(WEEKDAYS);
  for (let day = 0; day < values.length; day += 1) {
    const weekday = weekdays[day] ?? 0;
    sums[weekday] = (sums[weekday] ?? 0) + (values[day] ?? 0);
    counts[weekday] = (counts[weekday] ?? 0) + 1;
  }

  return values.map((value, day) => {
    const weekday = weekdays[day] ?? 0;

    return value - (sums[weekday] ?? 0) / (counts[weekday] ?? 1);
  });
}

/**
 * The value at `x` of a curve given by points of ascending x, held level beyond its ends. Where xs
 * fall before they rise, as for days two apart, which share as much whichever sign a day's share
 * has, the rising part counts.
 */
export function interpolate(x: number, xs: Float64Array, ys: Float64Array): number {
  const before = xs.findLastIndex((each) => each <= x);
  if (before < 0) return ys[0] ?? NaN;
  if (before === xs.length - 1) return ys[before] ?? NaN;
  const [x0 = 0, x1 = 1] = [xs[before], xs[before + 1]];
  const [y0 = 0, y1 = 0] = [ys[before], ys[before + 1]];

  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** How many days most days lie before the next. */
export function usualGap(offsets: Int32Array): number {
  const counts = new Map<number, number>();
  for (let day = 1; day < offsets.length; day += 1) {
    const gap = (offsets[day] ?? 0) - (offsets[day - 1] ?? 0);
    counts.set(gap, (counts.get(gap) ?? 0) + 1);
  }
  const [[gap] = [1]] = [...counts].toSorted(([, one], [, other]) => other - one);

  return gap;
}

/** How much two days so far apart share, were dependence of first order. */
export function shareOf(rho: number, daysApart: number): number {
  const size = Math.abs(rho) ** daysApart;

  return rho < 0 && daysApart % 2 === 1 ? -size : size;
}

/**
 * The correlation of the means of two neighbouring days, were dependence of first order from hour
 * to hour, with a share `phi`.
 */
export function dayShareOfHours(phi: number): number {
  if (phi <= 0) return 0;
  const n = HOURS_A_DAY;
  const end = phi ** n;
  const between = (phi * (1 - end) ** 2) / (1 - phi) ** 2;
  const within = (n * (1 + phi)) / (1 - phi) - (2 * phi * (1 - end)) / (1 - phi) ** 2;

  return between / within;
}

function makeTable(days: Pick<Days, 'offsets' | 'weekdays'>): DependenceTable {
  const basis = basisOf(days);
  const apart = usualGap(days.offsets);
  const contrast = weekContrast(days);
  const rho = Float64Array.from(
    { length: RHO_STEPS },
    (_, step) => MIN_RHO + ((MAX_RHO - MIN_RHO) * step) / (RHO_STEPS - 1),
  );
  const lag1 = new Float64Array(RHO_STEPS);
  const slope = new Float64Array(RHO_STEPS);
  const residual = new Float64Array(RHO_STEPS);
  rho.forEach((each, step) => {
    const shares = sharesOf(each, days.offsets);
    const ofContrast =
      dot(contrast, timesCovariance(contrast, days.offsets, shares)) / dot(contrast, contrast);
    const { trace, neighbours } = residualTraces({ offsets: days.offsets, apart }, basis, shares);
    lag1[step] = neighbours / trace;
    residual[step] = trace / (days.offsets.length - basis.length);
    slope[step] = ofContrast / residual[step];
  });

  return { rho, apart, lag1, slope, residual };
}

/** Orthonormal: the weekdays that occur, and the line. */
function basisOf({
  offsets,
  weekdays,
}: Pick<Days, 'offsets' | 'weekdays'>): readonly Float64Array[] {
  const present = [...new Set(weekdays)];
  const means = present.map((weekday) =>
    unit(Float64Array.from(offsets, (_, day) => (weekdays[day] === weekday ? 1 : 0))),
  );

  return [...means, unit(weekContrast({ offsets, weekdays }))];
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));

  return vector.map((each) => each / (length || 1));
}

/** By the days between two days: what they share. */
function sharesOf(rho: number, offsets: Int32Array): Float64Array {
  return Float64Array.from({ length: (offsets.at(-1) ?? 0) - (offsets[0] ?? 0) + 1 }, (_, apart) =>
    shareOf(rho, apart),
  );
}

/** The covariance matrix of the days, times a vector. */
function timesCovariance(
  vector: Float64Array,
  offsets: Int32Array,
  shares: Float64Array,
): Float64Array {
  const product = new Float64Array(vector.length);
  for (let one = 0; one < vector.length; one += 1) {
    const at = offsets[one] ?? 0;
    let sum = 0;
    for (let other = 0; other < vector.length; other += 1) {
      const apart = at - (offsets[other] ?? 0);
      sum += (shares[apart < 0 ? -apart : apart] ?? 0) * (vector[other] ?? 0);
    }
    product[one] = sum;
  }

  return product;
}

/**
 * Of the covariance of the residuals, M R M with M the projection that takes the basis out: the sum
 * of its diagonal, and of its entries for days that are neighbours.
 */
function residualTraces(
  { offsets, apart }: { readonly offsets: Int32Array; readonly apart: number },
  basis: readonly Float64Array[],
  shares: Float64Array,
): { readonly trace: number; readonly neighbours: number } {
  const products = basis.map((vector) => timesCovariance(vector, offsets, shares));
  const inner = basis.map((vector) => products.map((product) => dot(vector, product)));
  const ofBasis = columnsOf(basis);
  const ofProducts = columnsOf(products);
  const ofInner = ofBasis.map((entries) =>
    Float64Array.from(inner, (row) => dot(Float64Array.from(row), entries)),
  );

  function entry(one: number, other: number): number {
    const [mine, others] = [ofBasis[one] ?? NONE, ofBasis[other] ?? NONE];
    const share = shares[Math.abs((offsets[one] ?? 0) - (offsets[other] ?? 0))] ?? 0;
    const taken = dot(mine, ofProducts[other] ?? NONE) + dot(others, ofProducts[one] ?? NONE);

    return share - taken + dot(mine, ofInner[other] ?? NONE);
  }

  let trace = 0;
  let neighbours = 0;
  for (let day = 0; day < offsets.length; day += 1) {
    trace += entry(day, day);
    const follows = day > 0 && (offsets[day] ?? 0) - (offsets[day - 1] ?? 0) === apart;
    if (follows) neighbours += entry(day, day - 1);
  }

  return { trace, neighbours };
}

const NONE = new Float64Array();

/** Of several lists, what they hold at each place. */
function columnsOf(lists: readonly Float64Array[]): readonly Float64Array[] {
  return Array.from({ length: lists[0]?.length ?? 0 }, (_, at) =>
    Float64Array.from(lists, (list) => list[at] ?? 0),
  );
}
