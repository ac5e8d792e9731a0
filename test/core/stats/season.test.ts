import * as fc from 'fast-check';
import { firstHourOfWeek, medianOf, withoutSeason } from '../../../lib/core/stats/season.ts';
import { MONDAY_MS, sortedMedian } from './made-up-series.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

/** Without a negative zero, which sums do not keep. */
function anyNumber(most: number): fc.Arbitrary<number> {
  return fc.double({ min: -most, max: most, noNaN: true }).map((value) => value + 0);
}

const anyValue = fc.oneof(fc.integer({ min: -5, max: 5 }), anyNumber(1e6), fc.constant(NaN));

describe('firstHourOfWeek()', () => {
  it('firstHourOfWeek() is what the calendar says, also before 1970', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500_000, max: 800_000 }), (hours) => {
        const startMs = hours * HOUR_MS;
        const at = new Date(startMs);

        expect(firstHourOfWeek({ startMs, values: new Float64Array() })).toBe(
          ((at.getUTCDay() + 6) % 7) * 24 + at.getUTCHours(),
        );
      }),
    );
    expect(firstHourOfWeek({ startMs: MONDAY_MS, values: new Float64Array() })).toBe(0);
  });
});

describe('withoutSeason()', () => {
  it('withoutSeason() takes off the median of the same hours of the week', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 900 }), (list) => {
        const rest = withoutSeason(Float64Array.from(list));

        expect(rest).toEqual(
          Float64Array.from(list, (value, at) => {
            const same = list.filter(
              (each, hour) => !Number.isNaN(each) && (hour - at) % 168 === 0,
            );

            return value - sortedMedian(same);
          }),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('withoutSeason() leaves nothing of what repeats each week, and takes no values for its own', () => {
    const values = Float64Array.from({ length: 4 * 168 }, (_, hour) => Math.sin(hour % 168));
    const kept = values.slice();

    expect(withoutSeason(values)).toEqual(new Float64Array(4 * 168));
    expect(values).toEqual(kept);
  });
});

describe('medianOf()', () => {
  it('medianOf() is the middle of the values', () => {
    fc.assert(
      fc.property(fc.array(anyNumber(1e9), { minLength: 1 }), (list) => {
        expect(medianOf(Float64Array.from(list))).toBe(sortedMedian(list));
      }),
    );
    expect(medianOf(new Float64Array())).toBeNaN();
  });
});
