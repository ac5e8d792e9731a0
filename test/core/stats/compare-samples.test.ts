import * as fc from 'fast-check';
import { compareSamples, type SampleComparison } from '../../../lib/core/stats/compare-samples.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { serialInflations } from '../../../lib/core/stats/serial-inflation.ts';
import { comparisonCalibration } from '../../../scripts/calibrate/comparison-calibration.ts';

/** Latencies around 500 ms of which each keeps a share of the one before. */
function latencies(count: number, seed: number, rho = 0): Float64Array {
  const random = seededRandom(seed);
  let value = normal(random);

  return new Float64Array(count).map(() => {
    value = rho * value + Math.sqrt(1 - rho * rho) * normal(random);

    return 500 * Math.exp(0.1 * value);
  });
}

function comparisonOf(a: Float64Array, b: Float64Array): SampleComparison {
  const answer = compareSamples(a, b);
  if (answer.kind === 'insufficient-data') throw new Error(answer.shortage.code);

  return answer;
}

const anySamples = fc.tuple(
  fc.integer({ min: 30, max: 60 }),
  fc.integer({ min: 30, max: 60 }),
  fc.nat(),
);

describe('compareSamples()', () => {
  it('compareSamples() finds a shift, its size and its share', () => {
    const a = latencies(100, 1);
    const b = latencies(120, 2).map((value) => value + 60);

    const { n, medians, shift, relative, p, inflation } = comparisonOf(a, b);

    expect(n).toEqual({ a: 100, b: 120 });
    expect(medians.b - medians.a).toBeGreaterThan(40);
    expect(shift.low).toBeGreaterThan(30);
    expect(shift.low).toBeLessThan(shift.value);
    expect(shift.high).toBeGreaterThan(shift.value);
    expect(shift.high).toBeLessThan(90);
    expect(relative?.low).toBeCloseTo(shift.low / medians.a, 12);
    expect(relative?.high).toBeCloseTo(shift.high / medians.a, 12);
    expect(p).toBeLessThan(1e-6);
    expect(inflation).toBe(1);
  });

  it('compareSamples() has p below 0.05 exactly where the interval leaves 0 out', () => {
    fc.assert(
      fc.property(anySamples, fc.double({ min: 0, max: 60, noNaN: true }), ([m, n, seed], by) => {
        const answer = comparisonOf(
          latencies(m, seed),
          latencies(n, seed + 1).map((value) => value + by),
        );

        const leavesOut = answer.shift.low > 0 || answer.shift.high < 0;
        // Between two ranks both may be said.
        fc.pre(Math.abs(answer.p - 0.05) > 0.002);
        expect(leavesOut).toBe(answer.p < 0.05);
      }),
    );
  });

  it('compareSamples() answers the other way round when samples change places', () => {
    fc.assert(
      fc.property(anySamples, ([m, n, seed]) => {
        const [a, b] = [latencies(m, seed), latencies(n, seed + 1)];

        const one = comparisonOf(a, b);
        const other = comparisonOf(b, a);

        expect(other.p).toBeCloseTo(one.p, 12);
        expect(other.shift.value).toBeCloseTo(-one.shift.value, 9);
        expect(other.shift.low).toBeCloseTo(-one.shift.high, 9);
        expect(other.shift.high).toBeCloseTo(-one.shift.low, 9);
      }),
    );
  });

  it('compareSamples() is wider when values depend on those before', () => {
    const [a, b] = [latencies(200, 5, 0.8), latencies(200, 6, 0.8)];
    const inAnyOrder = comparisonOf(a.toSorted(byHash), b.toSorted(byHash));

    const dependent = comparisonOf(a, b);

    expect(inAnyOrder.inflation).toBeLessThan(1.5);
    expect(dependent.inflation).toBeGreaterThan(4);
    expect(width(dependent) / width(inAnyOrder)).toBeGreaterThan(2);
    expect(dependent.p).toBeGreaterThan(inAnyOrder.p);
  });

  it('compareSamples() alarms and covers as it says', () => {
    const [independent, dependent] = comparisonCalibration({
      seeds: 400,
      sizes: [[30, 40]],
      dependence: [0, 0.5],
    });

    expect(independent?.falseAlarms).toBeLessThan(0.075);
    expect(independent?.covered).toBeGreaterThan(0.93);
    expect(independent?.covered).toBeLessThan(0.985);
    expect(dependent?.falseAlarms).toBeLessThan(0.075);
    expect(dependent?.refused).toBeLessThan(0.1);
  });

  it('compareSamples() refuses fewer than five values', () => {
    expect(compareSamples(latencies(4, 1), latencies(100, 2))).toEqual({
      kind: 'insufficient-data',
      shortage: { code: 'too-few-runs', n: { a: 4, b: 100 }, needed: 5 },
      moreDays: null,
    });
    expect(compareSamples(Float64Array.of(), Float64Array.of())).toMatchObject({
      shortage: { code: 'too-few-runs', n: { a: 0, b: 0 }, needed: 5 },
    });
  });

  it('compareSamples() refuses when values are worth few independent ones', () => {
    const rising = Float64Array.from({ length: 30 }, (_, at) => 500 + at);

    expect(compareSamples(rising, rising)).toMatchObject({
      kind: 'insufficient-data',
      shortage: {
        code: 'autocorrelated-runs',
        n: { a: 30, b: 30 },
        effective: { a: 1, b: 1 },
      },
    });
  });

  it('compareSamples() sees no difference when all values are equal', () => {
    const answer = comparisonOf(new Float64Array(20).fill(3), new Float64Array(10).fill(3));

    expect(answer).toMatchObject({ shift: { value: 0, low: 0, high: 0 }, p: 1, inflation: 1 });
  });

  it('compareSamples() has no relative shift when the median is not above 0', () => {
    const a = latencies(30, 1).map((value) => value - 600);

    expect(comparisonOf(a, latencies(30, 2)).relative).toBeNull();
  });

  it('compareSamples() throws when a value is not finite', () => {
    expect(() => compareSamples(latencies(10, 1), new Float64Array(9).fill(NaN))).toThrow(
      RangeError,
    );
  });
});

describe('serialInflations()', () => {
  it('serialInflations() nears what dependence of first order makes of a long sample', () => {
    const { a, b } = serialInflations(latencies(20_000, 1, 0.5), latencies(20_000, 2, 0.8));

    // (1 + ρ) / (1 − ρ): 3 and 9; of ranks a little less.
    expect(a).toBeGreaterThan(2.5);
    expect(a).toBeLessThan(3.3);
    expect(b).toBeGreaterThan(7.5);
    expect(b).toBeLessThan(10);
  });

  it('serialInflations() is never below 1, not even when values alternate', () => {
    const alternating = Float64Array.from({ length: 50 }, (_, at) => (at % 2) + at / 1_000);

    expect(serialInflations(alternating, alternating)).toEqual({ a: 1, b: 1 });
  });
});

function width({ shift }: SampleComparison): number {
  return shift.high - shift.low;
}

/** An order that has nothing to do with the values' own. */
function byHash(one: number, other: number): number {
  return ((one * 7_919) % 1) - ((other * 7_919) % 1);
}
