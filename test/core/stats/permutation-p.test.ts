import { permutationP, PERMUTATIONS } from '../../../lib/core/stats/permutation-p.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';
import { shuffle } from '../../../lib/core/stats/shuffle.ts';

/** Every so many rounds one is as extreme. */
function every(rounds: number): { isAsExtreme: () => boolean; asked: () => number } {
  let round = 0;

  return { isAsExtreme: () => ++round % rounds === 0, asked: () => round };
}

describe('permutationP()', () => {
  it('permutationP() counts the observation as one of its permutations', () => {
    // 19 of 1,999 are as extreme.
    expect(
      permutationP({ permutations: PERMUTATIONS, isAsExtreme: every(105).isAsExtreme }, () => 0.5),
    ).toBe(20 / 2000);
  });

  it('permutationP() stops once fifty were as extreme', () => {
    const { isAsExtreme, asked } = every(4);

    expect(permutationP({ permutations: PERMUTATIONS, isAsExtreme }, () => 0.5)).toBe(0.25);
    expect(asked()).toBe(200);
  });

  it('permutationP() takes the tail where few were, but not above what a few would say', () => {
    const seldom = { permutations: PERMUTATIONS, isAsExtreme: () => false };

    expect(permutationP(seldom, () => 1e-7)).toBe(1e-7);
    expect(permutationP(seldom, () => 0.3)).toBe(11 / 2000);
  });

  it('permutationP() is never 0', () => {
    expect(permutationP({ permutations: 99, isAsExtreme: () => false }, () => 0)).toBe(
      Number.MIN_VALUE,
    );
  });
});

describe('shuffle()', () => {
  it('shuffle() makes every order of four equally often, and loses nothing', () => {
    const random = seededRandom(4);
    const counts = new Map<string, number>();
    for (let round = 0; round < 24_000; round += 1) {
      const values = Int32Array.of(1, 2, 3, 4);
      shuffle(values, random);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }

    const chiSquare = [...counts.values()].reduce(
      (sum, each) => sum + (each - 1000) ** 2 / 1000,
      0,
    );

    expect(counts.size).toBe(24);
    // 99.9% of 23 degrees of freedom, from tables.
    expect(chiSquare).toBeLessThan(49.73);
  });
});
