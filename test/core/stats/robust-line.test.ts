import * as fc from 'fast-check';
import { LINE_PARAMETERS, robustLine } from '../../../lib/core/stats/robust-line.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { sortedMedian } from './made-up-series.ts';

function daysAt(offsets: readonly number[]): { offsets: Int32Array; weekdays: Int32Array } {
  return {
    offsets: Int32Array.from(offsets),
    weekdays: Int32Array.from(offsets, (offset) => offset % 7),
  };
}

const someDays = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 21, maxLength: 40 });

/** Least squares of weekdays' means and a line, by taking means off both: Frisch and Waugh, 1933. */
function leastSquares(
  values: readonly number[],
  { offsets, weekdays }: ReturnType<typeof daysAt>,
): { slope: number; weekdayMean: (weekday: number) => number } {
  function without(list: readonly number[]): readonly number[] {
    return list.map((each, at) => {
      const same = list.filter((_, other) => weekdays[other] === weekdays[at]);

      return each - same.reduce((sum, one) => sum + one, 0) / same.length;
    });
  }
  const [x, y] = [without([...offsets]), without(values)];
  const slope =
    x.reduce((sum, each, at) => sum + each * (y[at] ?? NaN), 0) /
    x.reduce((sum, each) => sum + each * each, 0);

  return {
    slope,
    weekdayMean: (weekday) => {
      const same = [...offsets.keys()].filter((at) => weekdays[at] === weekday);

      return (
        same.reduce((sum, at) => sum + (values[at] ?? NaN) - slope * (offsets[at] ?? NaN), 0) /
        same.length
      );
    },
  };
}

describe('robustLine()', () => {
  it('robustLine() returns the median of all slopes after least squares removed the weekdays', () => {
    fc.assert(
      fc.property(someDays, fc.integer(), (unsorted, seed) => {
        const offsets = unsorted.toSorted((one, other) => one - other);
        const days = daysAt(offsets);
        const random = seededRandom(seed);
        const values = offsets.map((offset) => 3 * (offset % 7) + 0.2 * offset + normal(random));
        const { weekdayMean } = leastSquares(values, days);
        const flat = values.map((value, at) => value - weekdayMean(days.weekdays[at] ?? 0));
        const slopes = offsets.flatMap((from, one) =>
          offsets
            .slice(one + 1)
            .map((to, at) => ((flat[one + 1 + at] ?? NaN) - (flat[one] ?? NaN)) / (to - from)),
        );

        expect(robustLine(Float64Array.from(values), days).perDay).toBeCloseTo(
          sortedMedian(slopes),
          9,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('robustLine() of an exact line with weekdays is that line, without error', () => {
    const days = daysAt([
      0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 15, 16, 20, 21, 22, 23, 30, 31, 33, 34,
    ]);
    const weekdays = [5, 1, 1, 1, 1, -4, -5];
    const values = Float64Array.from(
      days.offsets,
      (offset) => 200 + 2 * offset + (weekdays[offset % 7] ?? NaN),
    );

    const line = robustLine(values, days);

    expect(line.perDay).toBeCloseTo(2, 10);
    expect(line.error).toBeLessThan(1e-9);
    expect(line.centre.value).toBeCloseTo(200 + 2 * line.centre.offset, 8);
  });

  it('robustLine() does not mind a fifth of outliers', () => {
    const random = seededRandom(1);
    const days = daysAt(Array.from({ length: 60 }, (_, day) => day));
    const values = Float64Array.from(
      days.offsets,
      (day) => 100 + day + normal(random) + (random() < 0.05 ? 1_000 : 0),
    );

    expect(Math.abs(robustLine(values, days).perDay - 1)).toBeLessThan(0.1);
  });

  it('robustLine() has an error as large as slopes differ from each other', () => {
    const random = seededRandom(7);
    const days = daysAt(Array.from({ length: 49 }, (_, day) => day));
    const lines = Array.from({ length: 400 }, () =>
      robustLine(
        Float64Array.from(days.offsets, () => normal(random)),
        days,
      ),
    );
    const spread = Math.sqrt(lines.reduce((sum, { perDay }) => sum + perDay ** 2, 0) / 400);
    const error = lines.reduce((sum, each) => sum + each.error, 0) / 400;

    // Sampling of 400 makes 3.5%; the season of few weeks, which is not taken off here, 6%.
    expect(error / spread).toBeGreaterThan(0.9);
    expect(error / spread).toBeLessThan(1.2);
  });

  it('robustLine() leaves residuals that add up to nothing on each weekday', () => {
    const random = seededRandom(2);
    const days = daysAt(Array.from({ length: 30 }, (_, day) => day));
    const { residuals, variance } = robustLine(
      Float64Array.from(days.offsets, (day) => day + normal(random)),
      days,
    );

    for (let weekday = 0; weekday < 7; weekday += 1) {
      const ofWeekday = residuals.filter((_, day) => day % 7 === weekday);
      expect(ofWeekday.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 10);
    }
    const squares = residuals.reduce((sum, each) => sum + each * each, 0);
    expect(variance).toBeCloseTo(
      ((30 / 7 / (30 / 7 - 0.8)) * squares) / (30 - LINE_PARAMETERS),
      10,
    );
  });
});
