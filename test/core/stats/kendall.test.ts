import * as fc from 'fast-check';
import { mannKendall } from '../../../lib/core/stats/kendall.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { anyPoints, comparablePairs } from './pairs.ts';

/** The variance of S over all orders of the values. */
function varianceOverOrders(times: readonly number[], values: readonly number[]): number {
  const sums = orders(values).map((order) => {
    const pairs = comparablePairs({ times, values: order });

    return pairs.reduce((sum, { rise }) => sum + Math.sign(rise), 0);
  });

  return sums.reduce((sum, each) => sum + each * each, 0) / sums.length;
}

function orders(values: readonly number[]): readonly (readonly number[])[] {
  if (values.length === 0) return [[]];

  return values.flatMap((value, at) =>
    orders(values.toSpliced(at, 1)).map((rest) => [value, ...rest]),
  );
}

describe('mannKendall()', () => {
  it('mannKendall() is the sum of the signs of all pairs when counted one by one', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const pairs = comparablePairs(points);

        expect(mannKendall(points).s).toBe(
          pairs.reduce((sum, { rise }) => sum + Math.sign(rise), 0),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('mannKendall() has the variance of all orders when times and values have ties', () => {
    const few = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(few, few, (times, values) => {
        expect(mannKendall({ times, values }).variance).toBeCloseTo(
          varianceOverOrders(times, values),
          9,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('mannKendall() adds up strata', () => {
    const points = {
      times: [0, 0, 1, 1, 2, 2],
      values: [10, 100, 11, 90, 12, 80],
      strata: [0, 1, 0, 1, 0, 1],
    };

    expect(mannKendall(points)).toMatchObject({ n: 6, s: 0, p: 1 });
    expect(mannKendall({ ...points, values: [10, 80, 11, 90, 12, 100] })).toMatchObject({
      s: 6,
      tau: 1,
    });
  });

  it('mannKendall() gives tau and p of a series worked by hand', () => {
    // 1 3 2 4 5: nine pairs rise, one falls; variance 5 · 4 · 15 / 18; z = 7 / √16.67 = 1.7146.
    const { s, variance, tau, z, p } = mannKendall({
      times: [0, 1, 2, 3, 4],
      values: [1, 3, 2, 4, 5],
    });

    expect(s).toBe(8);
    expect(variance).toBeCloseTo(300 / 18, 10);
    expect(tau).toBeCloseTo(0.8, 10);
    expect(z).toBeCloseTo(1.714_643, 5);
    expect(p).toBeCloseTo(0.086_411, 5);
  });

  it('mannKendall() says nothing when there is nothing to compare', () => {
    expect(mannKendall({ times: [], values: [] })).toMatchObject({ n: 0, s: 0, z: 0, p: 1 });
    expect(mannKendall({ times: [1], values: [1] })).toMatchObject({ n: 1, s: 0, p: 1 });
    expect(mannKendall({ times: [1, 2, 3], values: [4, 4, 4] })).toMatchObject({
      s: 0,
      variance: 0,
      tau: NaN,
      p: 1,
    });
  });

  it('mannKendall() finds as much by chance as it says when values are independent', () => {
    const random = seededRandom(9);
    const times = Float64Array.from({ length: 40 }, (_, at) => at);
    const ps = Array.from(
      { length: 4_000 },
      () => mannKendall({ times, values: times.map(() => normal(random)) }).p,
    );

    expect(ps.filter((p) => p < 0.05).length / 4_000).toBeCloseTo(0.05, 1.7);
    expect(ps.filter((p) => p < 0.05).length / 4_000).toBeLessThan(0.06);
  });

  it('mannKendall() throws when points cannot be compared', () => {
    expect(() => mannKendall({ times: [1, 2], values: [1] })).toThrow(
      'Cannot pair 2 times, 1 values and 2 strata; expected as many of each',
    );
    expect(() => mannKendall({ times: [1, 2], values: [1, NaN] })).toThrow(
      'Cannot compare NaN at 2; expected finite values at finite times',
    );
  });
});
