import * as fc from 'fast-check';
import { mannWhitney, placements } from '../../../lib/core/stats/mann-whitney.ts';
import { bothTails, upperTail } from '../../../lib/core/stats/normal-tail.ts';
import { normalQuantile } from '../../../lib/core/stats/normal.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { anySample } from './samples.ts';

const few = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 })
  .map((values) => Float64Array.from(values));

function uOf(a: readonly number[], b: readonly number[]): number {
  return a
    .flatMap((one) => b.map((other) => (Math.sign(other - one) + 1) / 2))
    .reduce((sum, each) => sum + each, 0);
}

/** `u` of every way to choose which of the values are b's. */
function uOfAllChoices(all: readonly number[], ofB: number): readonly number[] {
  const us: number[] = [];
  for (let choice = 0; choice < 2 ** all.length; choice += 1) {
    const b = all.filter((_, at) => Math.floor(choice / 2 ** at) % 2 === 1);
    const a = all.filter((_, at) => Math.floor(choice / 2 ** at) % 2 === 0);
    if (b.length === ofB) us.push(uOf(a, b));
  }

  return us;
}

describe('mannWhitney()', () => {
  it('mannWhitney() counts the pairs in which b is more, equal ones by half', () => {
    fc.assert(
      fc.property(anySample, anySample, (a, b) => {
        expect(mannWhitney(a, b).u).toBe(uOf([...a], [...b]));
      }),
    );
  });

  it('mannWhitney() has the variance of all choices when there are ties', () => {
    fc.assert(
      fc.property(few, few, (a, b) => {
        const us = uOfAllChoices([...a, ...b], b.length);
        const mean = us.reduce((sum, u) => sum + u, 0) / us.length;
        const variance = us.reduce((sum, u) => sum + (u - mean) ** 2, 0) / us.length;

        expect(mean).toBeCloseTo((a.length * b.length) / 2, 9);
        expect(mannWhitney(a, b).variance).toBeCloseTo(variance, 9);
      }),
      { numRuns: 50 },
    );
  });

  it('mannWhitney() has the share of all choices as p when values are few and differ', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), {
      minLength: 2,
      maxLength: 9,
    });
    fc.assert(
      fc.property(distinct, fc.nat(), (all, cut) => {
        const ofA = 1 + (cut % (all.length - 1));
        const [a, b] = [all.slice(0, ofA), all.slice(ofA)];
        const us = uOfAllChoices(all, b.length);
        const middle = (a.length * b.length) / 2;
        const far = Math.abs(uOf(a, b) - middle);

        const { p, exact } = mannWhitney(Float64Array.from(a), Float64Array.from(b));

        expect(exact).toBe(true);
        expect(p).toBeCloseTo(us.filter((u) => Math.abs(u - middle) >= far).length / us.length, 10);
      }),
      { numRuns: 50 },
    );
  });

  it('mannWhitney() corrects for ties and continuity in an example worked by hand', () => {
    // Groups of 3 twos, 2 threes, 3 fours and 2 sixes: 54 / 12 · (16 − 60 / 210).
    const a = Float64Array.of(1, 2, 2, 3, 4, 4);
    const b = Float64Array.of(2, 3, 4, 5, 6, 6, 7, 8, 9);

    const { u, variance, p, exact } = mannWhitney(a, b);

    expect({ u, exact }).toEqual({ u: 46.5, exact: false });
    expect(variance).toBeCloseTo((54 / 12) * (16 - 60 / 210), 10);
    // z = (46.5 − 27 − 0.5) / √variance = 2.259436
    expect(p).toBeCloseTo(0.023856285, 8);
  });

  it('mannWhitney() finds nothing when a sample is empty or all values are equal', () => {
    expect(mannWhitney(Float64Array.of(), Float64Array.of(1, 2))).toMatchObject({ u: 0, p: 1 });
    expect(mannWhitney(new Float64Array(30), new Float64Array(20))).toMatchObject({
      u: 300,
      variance: 0,
      p: 1,
    });
  });

  it('mannWhitney() finds as much by chance as it says', () => {
    const random = seededRandom(21);
    const tests = 3_000;
    let found = 0;
    for (let test = 0; test < tests; test += 1) {
      const [a, b] = [new Float64Array(12), new Float64Array(20)].map((room) =>
        room.map(() => normal(random)),
      );
      if (mannWhitney(a ?? Float64Array.of(), b ?? Float64Array.of()).p < 0.05) found += 1;
    }

    expect(found / tests).toBeGreaterThan(0.038);
    expect(found / tests).toBeLessThan(0.058);
  });
});

describe('placements()', () => {
  it('placements() count the values of the other sample that are less', () => {
    fc.assert(
      fc.property(anySample, anySample, (a, b) => {
        const { ofA, ofB } = placements(a, b);

        expect([...ofB]).toEqual(Array.from(b, (value) => uOf([...a], [value])));
        expect([...ofA]).toEqual(Array.from(a, (value) => uOf([...b], [value])));
      }),
    );
  });
});

describe('upperTail()', () => {
  it('upperTail() undoes the quantile, and is known in the far tail', () => {
    for (const p of [0.001, 0.02, 0.3, 0.5, 0.9, 0.999]) {
      expect(upperTail(normalQuantile(1 - p))).toBeCloseTo(p, 8);
    }
    // Abramowitz & Stegun, table 26.2.
    expect(upperTail(1)).toBeCloseTo(0.158_655_253_931_457, 14);
    expect(upperTail(3 - 1e-12) / upperTail(3)).toBeCloseTo(1, 10);
    expect(upperTail(5) / 2.866_515_718_791_939e-7).toBeCloseTo(1, 11);
    expect(upperTail(10) / 7.619_853_024_160_527e-24).toBeCloseTo(1, 11);
    expect(bothTails(0)).toBe(1);
    expect(bothTails(-1.959_963_984_540_054)).toBeCloseTo(0.05, 12);
  });
});
