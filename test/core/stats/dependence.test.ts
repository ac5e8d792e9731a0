import {
  dayShareOfHours,
  dependenceTable,
  interpolate,
  shareOf,
  usualGap,
  weekContrast,
  withoutWeekdayMeans,
} from '../../../lib/core/stats/dependence.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';
import { autoregressive } from './made-up-series.ts';

type Matrix = readonly (readonly number[])[];

const EVERY_DAY = Array.from({ length: 28 }, (_, day) => day);
const WITH_GAPS = EVERY_DAY.filter((day) => ![3, 4, 11, 20].includes(day));
const WORKING_DAYS = Array.from({ length: 42 }, (_, day) => day).filter((day) => day % 7 < 5);
const THREE_A_WEEK = Array.from({ length: 56 }, (_, day) => day).filter((day) =>
  [0, 2, 4].includes(day % 7),
);
const MONDAYS = Array.from({ length: 21 }, (_, week) => 7 * week);

function daysAt(
  offsets: readonly number[],
  firstWeekday = 0,
): { offsets: Int32Array; weekdays: Int32Array } {
  return {
    offsets: Int32Array.from(offsets),
    weekdays: Int32Array.from(offsets, (offset) => (firstWeekday + offset) % 7),
  };
}

function times(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    (b[0] ?? []).map((_, column) =>
      row.reduce((sum, entry, at) => sum + entry * (b[at]?.[column] ?? NaN), 0),
    ),
  );
}

function transposed(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] ?? NaN));
}

/** By Gauss and Jordan, the largest pivot first. */
function inverse(matrix: Matrix): Matrix {
  const size = matrix.length;
  const rows = matrix.map((row, at) => [...row, ...row.map((_, column) => Number(column === at))]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const below = rows.slice(pivot).map((row) => Math.abs(row[pivot] ?? 0));
    const largest = pivot + below.indexOf(Math.max(...below));
    [rows[pivot], rows[largest]] = [rows[largest] ?? [], rows[pivot] ?? []];
    const scale = rows[pivot]?.[pivot] ?? NaN;
    rows[pivot] = (rows[pivot] ?? []).map((entry) => entry / scale);
    for (const [at, row] of rows.entries()) {
      const factor = row[pivot] ?? 0;
      if (at !== pivot) {
        rows[at] = row.map((entry, column) => entry - factor * (rows[pivot]?.[column] ?? NaN));
      }
    }
  }

  return rows.map((row) => row.slice(size));
}

/** Weekdays that occur, and the line: what is fitted, one row a day. */
function designOf(days: ReturnType<typeof daysAt>): Matrix {
  const present = [...new Set(days.weekdays)];

  return Array.from(days.offsets, (offset, day) => [
    ...present.map((weekday) => Number(days.weekdays[day] === weekday)),
    offset,
  ]);
}

/** What the table should say of a rho: from full matrices, I − X (X'X)⁻¹ X' and rho^|i − j|. */
function byMatrices(
  days: ReturnType<typeof daysAt>,
  rho: number,
  apart: number,
): { lag1: number; slope: number; residual: number } {
  const design = designOf(days);
  const information = inverse(times(transposed(design), design));
  const estimator = times(information, transposed(design));
  const hat = times(design, estimator);
  const maker = hat.map((row, at) => row.map((entry, column) => Number(at === column) - entry));
  const covariance = Array.from(days.offsets, (one) =>
    Array.from(days.offsets, (other) => Math.pow(rho, Math.abs(one - other))),
  );
  const ofResiduals = times(times(maker, covariance), maker);
  const ofEstimates = times(times(estimator, covariance), transposed(estimator));
  const parameters = information.length;
  const trace = ofResiduals.reduce((sum, row, at) => sum + (row[at] ?? NaN), 0);
  const neighbours = ofResiduals.reduce((sum, row, at) => {
    const isNext = (days.offsets[at] ?? 0) - (days.offsets[at - 1] ?? -99) === apart;

    return sum + (isNext ? (row[at - 1] ?? NaN) : 0);
  }, 0);
  const residual = trace / (days.offsets.length - parameters);
  const ofSlope = ofEstimates[parameters - 1]?.[parameters - 1] ?? NaN;
  const whenIndependent = information[parameters - 1]?.[parameters - 1] ?? NaN;

  return { lag1: neighbours / trace, slope: ofSlope / whenIndependent / residual, residual };
}

describe('dependenceTable()', () => {
  it.each([
    ['four weeks', EVERY_DAY, 1],
    ['four weeks with gaps', WITH_GAPS, 1],
    ['working days', WORKING_DAYS, 1],
    ['Mondays, Wednesdays and Fridays', THREE_A_WEEK, 2],
    ['Mondays', MONDAYS, 7],
  ])('dependenceTable() of %s is what full matrices say', (_, offsets, apart) => {
    const days = daysAt(offsets, 3);

    const table = dependenceTable(days);

    expect(table.apart).toBe(apart);
    for (const [step, rho] of table.rho.entries()) {
      const expected = byMatrices(days, rho, apart);
      expect(table.lag1[step]).toBeCloseTo(expected.lag1, 9);
      expect(table.residual[step]).toBeCloseTo(expected.residual, 9);
      expect(table.slope[step]).toBeCloseTo(expected.slope, 8);
    }
  });

  it('dependenceTable() widens nothing where days are independent', () => {
    const table = dependenceTable(daysAt(EVERY_DAY));

    expect(interpolate(0, table.rho, table.slope)).toBeCloseTo(1, 1);
    expect(interpolate(0, table.rho, table.residual)).toBeCloseTo(1, 1);
  });

  it('dependenceTable() is another for other days, though they are as many', () => {
    const table = dependenceTable(daysAt(WITH_GAPS));
    const later = dependenceTable(daysAt([...WITH_GAPS.slice(0, -1), 40]));

    expect(later.slope).not.toEqual(table.slope);
    expect(dependenceTable(daysAt(WITH_GAPS))).toEqual(table);
  });

  it('dependenceTable() says how neighbours correlate in residuals of simulated days', () => {
    const days = daysAt(WITH_GAPS);
    const rho = 0.6;
    const random = seededRandom(6);
    const contrast = weekContrast(days);
    const spread = contrast.reduce((sum, each) => sum + each * each, 0);
    let products = 0;
    let squares = 0;
    for (let round = 0; round < 4_000; round += 1) {
      const all = autoregressive(28, rho, random);
      const values = withoutWeekdayMeans(
        Float64Array.from(days.offsets, (offset) => all[offset] ?? NaN),
        days.weekdays,
      );
      const slope =
        values.reduce((sum, value, at) => sum + value * (contrast[at] ?? 0), 0) / spread;
      const rest = values.map((value, at) => value - slope * (contrast[at] ?? 0));
      for (const [at, value] of rest.entries()) {
        squares += value * value;
        if ((days.offsets[at] ?? 0) - (days.offsets[at - 1] ?? -9) === 1) {
          products += value * (rest[at - 1] ?? NaN);
        }
      }
    }
    const table = dependenceTable(days);

    const residual = squares / 4_000 / (days.offsets.length - 8);
    expect(Math.abs(products / squares - interpolate(rho, table.rho, table.lag1))).toBeLessThan(
      0.01,
    );
    expect(Math.abs(residual - interpolate(rho, table.rho, table.residual))).toBeLessThan(0.015);
  });
});

describe('dayShareOfHours()', () => {
  it.each([0.3, 0.8, 0.95, 0.98])(
    'dayShareOfHours() of %d is the correlation of sums over the whole matrix',
    (phi) => {
      let within = 0;
      let between = 0;
      for (let one = 0; one < 24; one += 1) {
        for (let other = 0; other < 24; other += 1) {
          within += phi ** Math.abs(one - other);
          between += phi ** (24 + other - one);
        }
      }

      expect(dayShareOfHours(phi)).toBeCloseTo(between / within, 10);
    },
  );

  it('dayShareOfHours() is how days of simulated hours correlate', () => {
    const days = 8_000;
    const hours = autoregressive(days * 24, 0.9, seededRandom(9));
    const means = Array.from(
      { length: days },
      (_, day) => hours.subarray(24 * day, 24 * day + 24).reduce((sum, each) => sum + each, 0) / 24,
    );
    const squares = means.reduce((sum, mean) => sum + mean * mean, 0);
    const products = means.slice(1).reduce((sum, mean, at) => sum + mean * (means[at] ?? NaN), 0);

    expect(Math.abs(dayShareOfHours(0.9) - products / squares)).toBeLessThan(0.04);
  });

  it('dayShareOfHours() of hours that share nothing is 0', () => {
    expect(dayShareOfHours(0)).toBe(0);
    expect(dayShareOfHours(-0.5)).toBe(0);
  });
});

describe('usualGap()', () => {
  it('usualGap() is what most days lie apart', () => {
    expect(usualGap(Int32Array.from(WORKING_DAYS))).toBe(1);
    expect(usualGap(Int32Array.from(THREE_A_WEEK))).toBe(2);
    expect(usualGap(Int32Array.from(MONDAYS))).toBe(7);
    expect(usualGap(Int32Array.of(4))).toBe(1);
  });
});

describe('interpolate()', () => {
  const xs = Float64Array.of(1, 2, 4);
  const ys = Float64Array.of(10, 20, 0);

  it('interpolate() is on the line between two points, and level beyond the ends', () => {
    expect([0, 1, 1.5, 2, 3, 4, 9].map((x) => interpolate(x, xs, ys))).toEqual([
      10, 10, 15, 20, 10, 0, 0,
    ]);
  });

  it('interpolate() takes the rising part of what falls before it rises', () => {
    expect(interpolate(0.5, Float64Array.of(1, 0, 1), Float64Array.of(-1, 0, 1))).toBe(0.5);
  });
});

describe('shareOf()', () => {
  it('shareOf() is a power, also of negative shares', () => {
    expect(shareOf(0.5, 3)).toBe(0.125);
    expect(shareOf(-0.5, 3)).toBe(-0.125);
    expect(shareOf(-0.5, 2)).toBe(0.25);
    expect(shareOf(0, 0)).toBe(1);
  });
});

describe('withoutWeekdayMeans()', () => {
  it('withoutWeekdayMeans() takes off the mean of the same weekday', () => {
    expect([
      ...withoutWeekdayMeans(Float64Array.of(1, 10, 5, 30), Int32Array.of(0, 3, 0, 3)),
    ]).toEqual([-2, -10, 2, 10]);
  });
});
