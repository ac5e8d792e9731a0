import * as fc from 'fast-check';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import type { MetricUnit } from '../../../lib/core/rollup/metric.ts';
import type { Bucket } from '../../../lib/core/rollup/rollup.ts';
import { GENERATORS } from '../../support/value-generators.ts';

const codec = hdrHistograms();

describe('hdrHistograms()', () => {
  it.each(
    GENERATORS.flatMap(({ name, unit, values }) =>
      [1, 2, 7, 60, 1_440].map((size) => ({ name, unit, size, values })),
    ),
  )('read() gives quantiles of $size values of "$name" to 1%', ({ unit, size, values }) => {
    const list = values(size);
    const buckets = codec.read(codec.encode(list, unit), unit);

    for (const q of [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]) {
      const exact = nearestRank(list, q);
      const { from, to } = bucketOfRank(buckets, rankOf(size, q));
      expect(exact).toBeGreaterThanOrEqual(from - ROUNDING);
      expect(exact).toBeLessThanOrEqual(to + ROUNDING);
      expect(Math.abs((from + to) / 2 - exact)).toBeLessThanOrEqual(tolerance(exact, unit));
    }
  });

  it.each(['ms', 'score', 'bytes', 'count'] as const)(
    'read() gives buckets of %s that are ascending, apart, and hold every value',
    (unit) => {
      const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 80 });

      fc.assert(
        fc.property(values, (list) => {
          const buckets = codec.read(codec.encode(list, unit), unit);
          const ends = buckets.flatMap(({ from, to }) => [from, to]);
          expect(ends).toEqual(ends.toSorted((a, b) => a - b));
          expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(list.length);
        }),
        { numRuns: 100 },
      );
    },
  );

  it('read() returns small whole numbers unchanged', () => {
    const buckets = codec.read(codec.encode([7, 0, 255, 7], 'count'), 'count');

    expect(buckets).toEqual([
      { from: 0, to: 0.5, count: 1 },
      { from: 6.5, to: 7.5, count: 2 },
      { from: 254.5, to: 255.5, count: 1 },
    ]);
  });

  it('read() returns 24 hours for longer times', () => {
    const [bucket] = codec.read(codec.encode([1e300], 'ms'), 'ms');

    expect(bucket?.from).toBeLessThanOrEqual(86_400_000);
    expect(bucket?.to).toBeGreaterThan(86_400_000);
  });

  it.each([Number.NaN, -1, Infinity])('encode() rejects %d', (value) => {
    expect(() => codec.encode([value], 'ms')).toThrow('expected a finite value of 0 or more');
  });

  it('merge() returns the empty histogram when there are no values', () => {
    const empty = codec.encode([], 'ms');

    expect(codec.merge([])).toBe(empty);
    expect(codec.merge([empty, empty])).toBe(empty);
    expect(codec.read(empty, 'ms')).toEqual([]);
  });
});

/** Decimal fractions of a unit are not exact in binary. */
const ROUNDING = 1e-6;
/** Half a microsecond, millionth, byte or thing: what rounding to a whole one costs. */
const HALF: Readonly<Record<MetricUnit, number>> = {
  ms: 0.000_5,
  score: 0.000_000_5,
  bytes: 0.5,
  count: 0.5,
};

/** Half of the 1% that is promised, or what rounding costs where that is more. */
function tolerance(exact: number, unit: MetricUnit): number {
  return Math.max(0.005 * exact, HALF[unit]) + 1e-9;
}

function rankOf(size: number, q: number): number {
  return Math.max(1, Math.ceil(q * size));
}

function nearestRank(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[rankOf(values.length, q) - 1] ?? Number.NaN;
}

function bucketOfRank(buckets: readonly Bucket[], rank: number): Bucket {
  let left = rank;
  for (const bucket of buckets) {
    left -= bucket.count;
    if (left <= 0) return bucket;
  }

  throw new RangeError(`Cannot find rank ${rank}`);
}
