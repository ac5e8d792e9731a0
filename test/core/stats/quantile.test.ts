import * as fc from 'fast-check';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import type { MetricUnit } from '../../../lib/core/rollup/metric.ts';
import type { Bucket } from '../../../lib/core/rollup/rollup.ts';
import { type QuantileEstimate, quantileOf } from '../../../lib/core/stats/quantile.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { DISTRIBUTIONS, quantileCoverage } from '../../../scripts/calibrate/quantile-coverage.ts';

const codec = hdrHistograms();

function bucketsOf(values: readonly number[], unit: MetricUnit = 'ms'): readonly Bucket[] {
  return codec.read(codec.encode(values, unit), unit);
}

function estimateOf(
  timed: readonly number[],
  q: number,
  censored: readonly number[] = [],
): QuantileEstimate {
  const answer = quantileOf({ timed: bucketsOf(timed), censored: bucketsOf(censored) }, q);
  if (answer.kind === 'insufficient-data') throw new Error(answer.shortage.code);

  return answer;
}

function latencies(count: number, seed = 1): readonly number[] {
  const random = seededRandom(seed);

  return Array.from({ length: count }, () => 500 * Math.exp(0.4 * normal(random)));
}

/** Probability of `below` or fewer of n independent values under the q-th quantile. */
function binomialAtMost(below: number, n: number, q: number): number {
  let logTerm = n * Math.log(1 - q);
  let sum = 0;
  for (let count = 0; count <= below; count += 1) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(((n - count) / (count + 1)) * (q / (1 - q)));
  }

  return sum;
}

const anyLatencies = fc.array(fc.double({ min: 0.5, max: 60_000, noNaN: true }), {
  minLength: 80,
  maxLength: 200,
});

describe('quantileOf()', () => {
  it('quantileOf() is within 1% of the sample quantile of exact values', () => {
    fc.assert(
      fc.property(anyLatencies, fc.constantFrom(0.5, 0.75, 0.9, 0.95), (values, q) => {
        const sorted = values.toSorted((a, b) => a - b);
        const rank = (sorted.length + 1 / 3) * q + 1 / 3;
        const low = sorted[Math.floor(rank) - 1] ?? NaN;
        const exact = low + (rank % 1) * ((sorted[Math.floor(rank)] ?? NaN) - low);

        const { value } = estimateOf(values, q);

        expect(Math.abs(value - exact) / exact).toBeLessThan(0.01);
      }),
    );
  });

  it('quantileOf() has an interval around its value, between the extremes', () => {
    fc.assert(
      fc.property(anyLatencies, fc.constantFrom(0.5, 0.9, 0.95), (values, q) => {
        const { low, value, high } = estimateOf(values, q);

        expect(low).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) * 0.99);
        expect(high).toBeLessThanOrEqual(Math.max(...values) * 1.01);
      }),
    );
  });

  it('quantileOf() has an interval no wider than whole ranks would make it', () => {
    const values = latencies(400);
    const sorted = values.toSorted((a, b) => a - b);

    for (const q of [0.5, 0.9, 0.99]) {
      const { low, high } = estimateOf(values, q);

      // The value of a rank is above the quantile when fewer values than its rank are below it.
      const ranks = Array.from({ length: 400 }, (_, at) => at + 1);
      const below = ranks.findLast((rank) => binomialAtMost(rank - 1, 400, q) <= 0.025) ?? NaN;
      const above = ranks.find((rank) => binomialAtMost(rank - 1, 400, q) >= 0.975) ?? NaN;
      expect(low).toBeGreaterThanOrEqual((sorted[below - 1] ?? NaN) * 0.995);
      expect(high).toBeLessThanOrEqual((sorted[above - 1] ?? NaN) * 1.005);
    }
  });

  it.each([
    [0.5, 6],
    [0.75, 13],
    [0.95, 72],
    [0.99, 368],
    [0.999, 3_688],
  ])('quantileOf() answers for %d from %d values on', (q, needed) => {
    const values = latencies(needed);

    expect(quantileOf({ timed: bucketsOf(values), censored: [] }, q).kind).toBe('quantile');
    expect(quantileOf({ timed: bucketsOf(values.slice(1)), censored: [] }, q)).toEqual({
      kind: 'insufficient-data',
      shortage: { code: 'too-few-values', q, n: needed - 1, needed },
      moreDays: null,
    });
    // The definition: the greatest of that many is beyond the quantile with the confidence.
    expect(q ** needed).toBeLessThanOrEqual(0.025);
    expect(q ** (needed - 1)).toBeGreaterThan(0.025);
  });

  it('quantileOf() refuses without values and with one', () => {
    const none = { timed: [], censored: [] };

    expect(quantileOf(none, 0.5)).toMatchObject({
      shortage: { code: 'too-few-values', q: 0.5, n: 0, needed: 6 },
    });
    expect(quantileOf({ timed: bucketsOf([12]), censored: [] }, 0.5)).toMatchObject({
      shortage: { code: 'too-few-values', q: 0.5, n: 1, needed: 6 },
    });
  });

  it('quantileOf() is known when the quantile is below what was cut off', () => {
    const { value, high, bound, n, censored } = estimateOf(
      latencies(190),
      0.75,
      filled(10, 60_000),
    );
    const complete = estimateOf([...latencies(190), ...filled(10, 1e6)], 0.75);

    expect({ value, high, bound, n, censored }).toEqual({
      value: complete.value,
      high: complete.high,
      bound: 'exact',
      n: 200,
      censored: 10,
    });
  });

  it('quantileOf() says at least when the quantile is among what was cut off', () => {
    const { value, low, high, bound } = estimateOf(latencies(150), 0.95, filled(50, 60_000));

    expect(bound).toBe('at-least');
    expect(value / 60_000).toBeCloseTo(1, 2);
    expect(low / 60_000).toBeCloseTo(1, 2);
    expect(high).toBe(Infinity);
  });

  it('quantileOf() has no upper end when only that is among what was cut off', () => {
    const { value, high, bound } = estimateOf(latencies(190), 0.94, filled(10, 60_000));

    expect(bound).toBe('exact');
    expect(value).toBeLessThan(5_000);
    expect(high).toBe(Infinity);
  });

  it('quantileOf() never claims more than the truth when values are cut off', () => {
    fc.assert(
      fc.property(anyLatencies, fc.constantFrom(0.5, 0.75, 0.9), (values, q) => {
        const cut = values.filter((_, at) => at % 3 === 0);
        const timed = values.filter((_, at) => at % 3 !== 0);
        const truth = estimateOf([...timed, ...cut.map((value) => value * 3)], q);

        const { value, low, high, bound } = estimateOf(timed, q, cut);

        expect(low).toBeLessThanOrEqual(truth.low * 1.01);
        expect(value).toBeLessThanOrEqual(truth.value * 1.01);
        expect(high).toBeGreaterThanOrEqual(truth.high * 0.99);
        expect(bound === 'at-least' || Math.abs(value / truth.value - 1) < 0.01).toBe(true);
      }),
    );
  });

  it('quantileOf() answers with whole numbers when things are counted', () => {
    const counts = [...filled(20, 12), ...filled(80, 14)];
    const sample = { timed: bucketsOf(counts, 'count'), censored: [] };

    expect(quantileOf(sample, 0.5)).toMatchObject({ value: 14, low: 14, high: 14 });
    expect(
      quantileOf({ timed: bucketsOf(filled(50, 0), 'count'), censored: [] }, 0.5),
    ).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  it('quantileOf() claims no more than a bucket holds when all values are in one', () => {
    const all = estimateOf(filled(10_000, 100.1), 0.5);

    expect(all.low).toBeLessThanOrEqual(100.1);
    expect(all.high).toBeGreaterThanOrEqual(100.1);
    expect((all.high - all.low) / 100.1).toBeLessThan(0.01);
  });

  it('quantileOf() holds the truth with the stated probability', () => {
    const cells = quantileCoverage({
      seeds: 2_000,
      sizes: [80],
      distributions: DISTRIBUTIONS.filter(({ name }) => name === 'lognormal'),
    });

    expect(cells).toHaveLength(4);
    for (const { covered, above, below } of cells) {
      expect(covered).toBeGreaterThan(0.93);
      expect(covered).toBeLessThan(0.97);
      expect(Math.max(above, below)).toBeLessThan(0.04);
    }
  });

  it('quantileOf() throws when the quantile is no share', () => {
    const sample = { timed: bucketsOf(latencies(10)), censored: [] };

    expect(() => quantileOf(sample, 95)).toThrow(
      'Cannot use 95 as quantile; expected a number between 0 and 1',
    );
    expect(() => quantileOf(sample, 0.5, 1)).toThrow(RangeError);
  });
});

function filled(count: number, value: number): readonly number[] {
  return Array.from({ length: count }, () => value);
}
