import { suddenChanges } from '../../../lib/core/stats/sudden-changes.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { autoregressive } from './made-up-series.ts';

function days(count: number, levelOf: (day: number) => number): Float64Array {
  const random = seededRandom(count);

  return Float64Array.from({ length: count }, (_, day) => levelOf(day) + normal(random));
}

describe('suddenChanges()', () => {
  it('suddenChanges() are the days on which levels begin', () => {
    const values = days(100, (day) => (day < 30 ? 0 : day < 60 ? 12 : 3));

    expect(suddenChanges(values)).toEqual([30, 60]);
    expect(suddenChanges(values.toReversed())).toEqual([40, 70]);
  });

  it('suddenChanges() are next to none in waves of days, however strong', () => {
    for (const share of [0, 0.5, 0.9]) {
      const random = seededRandom(share * 100);
      const found = Array.from({ length: 200 }, () =>
        suddenChanges(autoregressive(60, share, random)),
      );

      // Stated are 1 of 100; 99.9% of such counts are below 8.
      expect(found.filter((each) => each.length > 0).length).toBeLessThan(8);
    }
  });

  it('suddenChanges() are none of a line, of equal days, and of few days', () => {
    expect(suddenChanges(days(60, (day) => day / 2))).toEqual([]);
    expect(suddenChanges(new Float64Array(60))).toEqual([]);
    expect(suddenChanges(days(41, (day) => (day < 20 ? 0 : 30)))).toEqual([]);
    expect(suddenChanges(new Float64Array())).toEqual([]);
  });
});
