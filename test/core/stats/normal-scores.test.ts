import * as fc from 'fast-check';
import { normalQuantile } from '../../../lib/core/stats/normal.ts';
import { normalScores } from '../../../lib/core/stats/normal-scores.ts';

const anyValues = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 6 }), fc.double({ noNaN: true }), fc.constant(NaN)),
  { maxLength: 80 },
);

describe('normalScores()', () => {
  it('normalScores() is the quantile of the mean rank of equal values', () => {
    fc.assert(
      fc.property(anyValues, (list) => {
        const there = list.filter((value) => !Number.isNaN(value));

        expect([...normalScores(Float64Array.from(list))]).toEqual(
          list.map((value) => {
            if (Number.isNaN(value)) return NaN;
            const below = there.filter((each) => each < value).length;
            const equal = there.filter((each) => each === value).length;

            return normalQuantile((below + equal / 2) / there.length);
          }),
        );
      }),
    );
  });

  it('normalScores() of a rising function of the values is the same', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -400, max: 400 })), (list) => {
        expect(normalScores(Float64Array.from(list, (value) => Math.exp(value)))).toEqual(
          normalScores(Float64Array.from(list)),
        );
      }),
    );
  });

  it('normalScores() of one value, and of equal ones, is 0', () => {
    expect([...normalScores(Float64Array.of(7))]).toEqual([0]);
    expect([...normalScores(Float64Array.of(3, NaN, 3, 3))]).toEqual([0, NaN, 0, 0]);
  });
});
