import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';

const WORD = 2n ** 32n;

/** The generator's definition in whole numbers without limits. */
function twin(seed: bigint, count: number): readonly number[] {
  let [a, b, c, counter] = [0n, seed % WORD, (seed / WORD) % WORD, 1n];
  const outputs: number[] = [];
  for (let round = 0; round < count + 15; round += 1) {
    const sum = (a + b + counter) % WORD;
    counter = (counter + 1n) % WORD;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) % WORD;
    c = (((c << 21n) % WORD) + (c >> 11n) + sum) % WORD;
    outputs.push(Number(sum) / Number(WORD));
  }

  return outputs.slice(15);
}

function drawn(random: () => number, count: number): readonly number[] {
  return Array.from({ length: count }, random);
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const covariance =
    meanOf(one.map((x, at) => x * (other[at] ?? NaN))) - meanOf(one) * meanOf(other);

  return covariance / Math.sqrt(varianceOf(one) * varianceOf(other));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  return meanOf(values.map((value) => value * value)) - meanOf(values) ** 2;
}

describe('seededRandom()', () => {
  it('seededRandom() gives the numbers that its definition gives', () => {
    for (const seed of [0, 1, 42, 2 ** 31, 2 ** 32 - 1, 2 ** 32 + 7, 2 ** 53 - 1]) {
      expect(drawn(seededRandom(seed), 50)).toEqual(twin(BigInt(seed), 50));
    }
  });

  it('seededRandom() spreads evenly over the interval', () => {
    const bins = new Float64Array(100);
    for (const value of drawn(seededRandom(5), 100_000)) {
      bins[Math.floor(value * 100)] = (bins[Math.floor(value * 100)] ?? NaN) + 1;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);

    // 99 degrees of freedom: between these in 99.8% of cases.
    expect(chiSquare).toBeGreaterThan(60);
    expect(chiSquare).toBeLessThan(149);
  });

  it('seededRandom() gives unrelated numbers when seeds are neighbours', () => {
    const firsts = Array.from({ length: 4_000 }, (_, seed) => seededRandom(seed)());

    expect(Math.abs(correlation(firsts.slice(0, -1), firsts.slice(1)))).toBeLessThan(0.05);
    expect(
      Math.abs(correlation(drawn(seededRandom(1), 4_000), drawn(seededRandom(2), 4_000))),
    ).toBeLessThan(0.05);
  });
});

describe('normal()', () => {
  it('normal() has the moments and tails of a standard normal variable', () => {
    const random = seededRandom(11);
    const values = drawn(() => normal(random), 100_000);

    expect(meanOf(values)).toBeCloseTo(0, 1);
    expect(varianceOf(values)).toBeCloseTo(1, 1);
    expect(meanOf(values.map((value) => value ** 4))).toBeCloseTo(3, 0);
    expect(values.filter((value) => value > 1.959964).length / 100_000).toBeCloseTo(0.025, 2);
  });

  it('normal() is finite whatever the uniform numbers are', () => {
    expect(normal(() => 0)).toBeCloseTo(0, 12);
    expect(Number.isFinite(normal(() => 1 - 2 ** -32))).toBe(true);
  });
});
