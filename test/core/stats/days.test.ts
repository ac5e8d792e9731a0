import { dayMeans, daysWithValues, trimmedDayMeans } from '../../../lib/core/stats/days.ts';
import { hourly, MONDAY_MS } from './made-up-series.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

describe('daysWithValues()', () => {
  it('daysWithValues() divides a series that begins in the middle of a Wednesday at midnight', () => {
    const startMs = MONDAY_MS + (2 * 24 + 14) * HOUR_MS;

    const days = daysWithValues({ startMs, values: new Float64Array(10 + 24 + 6) });

    expect([...days.offsets]).toEqual([0, 1, 2]);
    expect([...days.weekdays]).toEqual([2, 3, 4]);
    expect([...days.ofHour]).toEqual([
      ...Array.from({ length: 10 }, () => 0),
      ...Array.from({ length: 24 }, () => 1),
      ...Array.from({ length: 6 }, () => 2),
    ]);
  });

  it('daysWithValues() leaves out days of fewer than 6 hours, and days without any', () => {
    // By day, the hours with a value.
    const counts = [24, 5, 6, 0, 24, 24];

    const days = daysWithValues(
      hourly(counts.length * 24, (hour) =>
        hour % 24 < (counts[Math.floor(hour / 24)] ?? 0) ? 1 : NaN,
      ),
    );

    expect([...days.offsets]).toEqual([0, 2, 4, 5]);
    expect([...days.weekdays]).toEqual([0, 2, 4, 5]);
    expect(days.ofHour[24]).toBe(-1);
    expect(days.ofHour[2 * 24 + 5]).toBe(1);
    expect(days.ofHour[2 * 24 + 6]).toBe(-1);
    expect(days.ofHour[4 * 24]).toBe(2);
  });

  it.each([
    [4, 2],
    [1, 1],
    [12, 6],
    [24, 6],
  ])(
    'daysWithValues() of a journey that mostly has %d hours a day asks for %d',
    (usual, fewest) => {
      const days = daysWithValues(
        hourly(30 * 24, (hour) => {
          const day = Math.floor(hour / 24);
          const there = day === 3 ? fewest : day === 4 ? fewest - 1 : usual;

          return hour % 24 < there ? 1 : NaN;
        }),
      );

      expect(days.offsets).toHaveLength(29);
      expect([...days.offsets.subarray(0, 5)]).toEqual([0, 1, 2, 3, 5]);
    },
  );

  it('daysWithValues() of no values has no days', () => {
    expect(daysWithValues(hourly(0, () => 1)).offsets).toHaveLength(0);
    expect(daysWithValues(hourly(48, () => NaN)).offsets).toHaveLength(0);
  });
});

describe('dayMeans()', () => {
  it('dayMeans() is the mean of what each day has', () => {
    const series = hourly(72, (hour) => (hour % 24 < 12 && hour >= 24 && hour < 48 ? NaN : hour));

    expect([...dayMeans(series.values, daysWithValues(series))]).toEqual([11.5, 41.5, 59.5]);
  });
});

describe('trimmedDayMeans()', () => {
  it('trimmedDayMeans() leaves out a fifth at either end', () => {
    // Of 24, the 4 smallest and largest; of 12, the 2; of 4, none.
    const series = hourly(96, (hour) => {
      const [day, at] = [Math.floor(hour / 24), hour % 24];
      if (day === 1) return at < 12 ? (at < 2 ? -1e9 : at) : NaN;
      if (day === 2) return at < 4 ? NaN : at > 20 ? 1e9 : 7;

      return at >= 20 ? 1e9 : at;
    });

    expect([...trimmedDayMeans(series.values, daysWithValues(series))]).toEqual([
      11.5, 5.5, 7, 11.5,
    ]);
  });

  it('trimmedDayMeans() skips days that were left out', () => {
    const series = hourly(72, (hour) => (hour >= 26 && hour < 48 ? NaN : Math.floor(hour / 24)));

    expect([...trimmedDayMeans(series.values, daysWithValues(series))]).toEqual([0, 2]);
  });
});
