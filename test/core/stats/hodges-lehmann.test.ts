import * as fc from 'fast-check';
import { pairwiseDifferences } from '../../../lib/core/stats/hodges-lehmann.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { anySample, ranked } from './samples.ts';

function differencesOf(a: Float64Array, b: Float64Array): readonly number[] {
  return [...a].flatMap((one) => Array.from(b, (other) => other - one));
}

function sample(
  size: number,
  seed: number,
  valueOf: (random: () => number) => number,
): Float64Array {
  const random = seededRandom(seed);

  return Float64Array.from({ length: size }, () => valueOf(random));
}

function medianOf(a: Float64Array, b: Float64Array): number {
  const differences = pairwiseDifferences(a, b);

  return differences.at((differences.count + 1) / 2);
}

describe('pairwiseDifferences()', () => {
  it('pairwiseDifferences() has the median of all differences that are listed one by one', () => {
    fc.assert(
      fc.property(anySample, anySample, (a, b) => {
        const differences = differencesOf(a, b);

        expect(medianOf(a, b)).toBe(ranked(differences, (differences.length + 1) / 2));
      }),
    );
  });

  it('pairwiseDifferences() has a median that changes its sign when samples change places', () => {
    fc.assert(
      fc.property(anySample, anySample, (a, b) => {
        expect(medianOf(a, b)).toBeCloseTo(-medianOf(b, a), 9);
      }),
    );
  });

  it('pairwiseDifferences() has none when a sample is empty', () => {
    expect(pairwiseDifferences(Float64Array.of(), Float64Array.of(1)).count).toBe(0);
    expect(pairwiseDifferences(Float64Array.of(1), Float64Array.of()).count).toBe(0);
  });

  it('pairwiseDifferences() throws when a value is not finite', () => {
    expect(() => pairwiseDifferences(Float64Array.of(1), Float64Array.of(NaN))).toThrow(
      'Cannot compare samples with NaN; expected finite values',
    );
  });

  it.each([
    ['noise', (random: () => number) => 100 + normal(random)],
    ['few values', (random: () => number) => Math.floor(3 * random())],
    ['mostly one value', (random: () => number) => (random() < 0.05 ? random() : 7)],
    ['one value', () => 7],
    ['heavy tails', (random: () => number) => 1 / (random() - 0.5)],
  ])(
    'pairwiseDifferences() has the difference of every rank when they are drawn of %s',
    (_, valueOf) => {
      const a = sample(400, 1, valueOf);
      const b = sample(300, 2, valueOf);
      const sorted = Float64Array.from(differencesOf(a, b)).toSorted();

      const selected = pairwiseDifferences(a, b);

      expect(selected.count).toBe(sorted.length);
      for (const share of [0, 0.001, 0.1, 0.3, 0.5, 0.77, 0.999, 1]) {
        const rank = 1 + Math.round(share * (sorted.length - 1));
        expect(selected.at(rank)).toBeCloseTo(sorted[rank - 1] ?? NaN, 8);
      }
    },
  );

  it('pairwiseDifferences() throws when there is no such rank', () => {
    const differences = pairwiseDifferences(Float64Array.of(1), Float64Array.of(4));

    expect(differences.at(1)).toBe(3);
    expect(() => differences.at(2)).toThrow('Cannot select rank 2 of 1 values; expected 1 to 1');
  });
});
