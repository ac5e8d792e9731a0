import * as fc from 'fast-check';
import type { Points } from '../../../lib/core/stats/point-strata.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { pairwiseSlopes, slopeQuantiles, theilSen } from '../../../lib/core/stats/theil-sen.ts';
import { anyPoints, comparablePairs, ranked } from './pairs.ts';

function slopesOf(points: Points): readonly number[] {
  return comparablePairs(points).map(({ apart, rise }) => rise / apart);
}

/** Enough points that slopes are drawn and cut, not just listed. */
function many(size: number, valueOf: (at: number, random: () => number) => number): Points {
  const random = seededRandom(size);
  const times = Float64Array.from({ length: size }, (_, at) => at);

  return { times, values: times.map((at) => valueOf(at, random)) };
}

const RANKS = [0, 0.001, 0.1, 0.3, 0.5, 0.77, 0.999, 1];

describe('theilSen()', () => {
  it('theilSen() is the median of all slopes when listed one by one', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const slopes = slopesOf(points);

        expect(theilSen(points.times, points.values, points.strata)).toEqual(
          slopes.length === 0 ? NaN : closeTo(ranked(slopes, (slopes.length + 1) / 2)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('theilSen() is NaN without two points at different times', () => {
    expect(theilSen([], [])).toBeNaN();
    expect(theilSen([1], [2])).toBeNaN();
    expect(theilSen([1, 1], [2, 3])).toBeNaN();
  });

  it('theilSen() does not mind a quarter of outliers', () => {
    const { times, values } = many(400, (at, random) =>
      random() < 0.25 ? 1e6 * random() : 50 + 0.3 * at + normal(random),
    );

    expect(theilSen(times, values)).toBeGreaterThan(0.29);
    expect(theilSen(times, values)).toBeLessThan(0.34);
  });
});

describe('pairwiseSlopes()', () => {
  it.each([
    ['noise', (at: number, random: () => number) => 100 + 0.01 * at + normal(random)],
    ['few values', (_: number, random: () => number) => Math.floor(3 * random())],
    ['mostly one value', (_: number, random: () => number) => (random() < 0.05 ? random() : 7)],
    ['a straight line', (at: number) => 3 * at],
    ['tenths', (at: number, random: () => number) => Math.round(10 * (random() + at / 99)) / 10],
    ['heavy tails', (_: number, random: () => number) => 1 / (random() - 0.5)],
    ['small on large', (at: number, random: () => number) => 1e9 + 1e-3 * (at + random())],
  ])('pairwiseSlopes() has the slope of every rank when they are drawn of %s', (_, valueOf) => {
    const points = many(600, valueOf);
    const slopes = Float64Array.from(slopesOf(points)).toSorted();

    const selected = pairwiseSlopes(points);

    expect(selected.count).toBe(slopes.length);
    for (const share of RANKS) {
      const rank = 1 + Math.round(share * (slopes.length - 1));
      expect(selected.at(rank)).toEqual(closeTo(slopes[rank - 1] ?? NaN));
    }
  });

  it('pairwiseSlopes() has the slopes within strata when they are drawn', () => {
    const { times, values } = many(
      1_500,
      (at, random) => 0.02 * at + 9 * (at % 7) + normal(random),
    );
    const points = { times, values, strata: Array.from(times, (at) => at % 7) };
    const slopes = Float64Array.from(slopesOf(points)).toSorted();

    const selected = pairwiseSlopes(points);

    expect(selected.count).toBe(slopes.length);
    for (const share of RANKS) {
      const rank = 1 + Math.round(share * (slopes.length - 1));
      expect(selected.at(rank)).toBe(slopes[rank - 1]);
    }
  });

  it('pairwiseSlopes() answers between two ranks, and throws beyond them', () => {
    const points = { times: [0, 1, 2], values: [0, 1, 4] };

    expect(slopeQuantiles(points, [1, 1.5, 2, 2.75, 3])).toEqual([1, 1.5, 2, 2.75, 3]);
    expect(() => slopeQuantiles(points, [0.5])).toThrow(
      'Cannot select rank 0.5 of 3 values; expected 1 to 3',
    );
    expect(() => slopeQuantiles(points, [4])).toThrow(RangeError);
  });
});

function closeTo(value: number): unknown {
  const digits = 11 - Math.ceil(Math.log10(Math.max(1e-12, Math.abs(value))));

  return expect.closeTo(value, digits);
}
