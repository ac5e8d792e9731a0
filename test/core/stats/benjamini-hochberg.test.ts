import * as fc from 'fast-check';
import { adjustedP } from '../../../lib/core/stats/benjamini-hochberg.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';

const anyPs = fc.array(
  fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.01, 0.5, 1)),
  { maxLength: 40 },
);

/** The procedure as the paper words it: reject the k smallest, k the last with p(k) ≤ k q / m. */
function rejected(ps: readonly number[], q: number): number {
  const sorted = ps.toSorted((a, b) => a - b);

  return sorted.findLastIndex((p, at) => (p * ps.length) / (at + 1) <= q) + 1;
}

describe('adjustedP()', () => {
  it('adjustedP() answers as the procedure does by hand', () => {
    expect(adjustedP([0.01, 0.04, 0.03, 0.005])).toEqual([0.02, 0.04, 0.04, 0.02]);
    // The smaller is found wherever the greater is: 0.01 · 2 / 1 is more than 0.011 · 2 / 2.
    expect(adjustedP([0.011, 0.01])).toEqual([0.011, 0.011]);
  });

  it('adjustedP() leaves none and a single one as they are', () => {
    expect(adjustedP([])).toEqual([]);
    expect(adjustedP([0.03])).toEqual([0.03]);
  });

  it('adjustedP() finds at every level as many as the stepwise procedure', () => {
    fc.assert(
      fc.property(anyPs, fc.double({ min: 0, max: 1, noNaN: true }), (ps, q) => {
        expect(adjustedP(ps).filter((p) => p <= q)).toHaveLength(
          q === 1 ? ps.length : rejected(ps, q),
        );
      }),
    );
  });

  it('adjustedP() never makes one smaller, never more than 1, and keeps the order', () => {
    fc.assert(
      fc.property(anyPs, (ps) => {
        const adjusted = adjustedP(ps);

        ps.forEach((p, at) => {
          expect(adjusted[at]).toBeGreaterThanOrEqual(p);
          expect(adjusted[at]).toBeLessThanOrEqual(1);
        });
        const byP = ps.map((p, at) => [p, adjusted[at] ?? NaN] as const);
        const ordered = byP.toSorted(([a], [b]) => a - b).map(([, q]) => q);
        expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
      }),
    );
  });

  it('adjustedP() lets one family in twenty find something where nothing is', () => {
    const random = seededRandom(4);
    const families = 4_000;
    let finding = 0;

    for (let family = 0; family < families; family += 1) {
      if (Math.min(...adjustedP(Array.from({ length: 30 }, random))) <= 0.05) finding += 1;
    }

    expect(finding / families).toBeGreaterThan(0.04);
    expect(finding / families).toBeLessThan(0.06);
  });

  it('adjustedP() throws when a value is no probability', () => {
    expect(() => adjustedP([0.5, NaN])).toThrow(
      'Cannot correct the probability NaN; expected 0 to 1',
    );
    expect(() => adjustedP([1.1])).toThrow(RangeError);
  });
});
