import * as fc from 'fast-check';
import { forecastCrossing } from '../../../lib/core/stats/forecast.ts';
import type { DailySeries } from '../../../lib/core/stats/hourly-medians.ts';
import type { Forecast } from '../../../lib/core/stats/results.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { autoregressive, MONDAY_MS, untrueNumbers } from './made-up-series.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

function daily(days: number, valueOf: (day: number) => number): DailySeries {
  return {
    startMs: MONDAY_MS,
    values: Float64Array.from({ length: days }, (_, day) => valueOf(day)),
    ns: new Float64Array(days).fill(288),
  };
}

/** Starts at 100, a unit a day, and noise. */
function rising(days: number, seed: number, noise: number): DailySeries {
  const random = seededRandom(seed);

  return daily(days, (day) => 100 + day + noise * normal(random));
}

function forecast(series: DailySeries, budget: number): Forecast {
  const result = forecastCrossing(series, budget);
  if (result.kind !== 'forecast') throw new Error(JSON.stringify(result));

  return result;
}

/** A day's value stands for its middle. */
function middleOf(day: number): number {
  return MONDAY_MS + (day + 0.5) * DAY_MS;
}

function widthOf({ earliestMs, latestMs }: Forecast): number {
  return (latestMs ?? Infinity) - earliestMs;
}

const WEEK = [5, 1, 1, 1, 1, -4, -5];

describe('forecastCrossing()', () => {
  it('forecastCrossing() of an exact line is the day on which it reaches the budget', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 42, max: 90 }),
        fc.integer({ min: 0, max: 90 }),
        (days, ahead) => {
          // Of quarters, which add up without rounding.
          const result = forecastCrossing(
            daily(days, (day) => 100 + day / 4),
            100 + (days + ahead) / 4,
          );

          expect(result).toMatchObject({ kind: 'forecast', confidence: 0.95 });
          expect(result).toHaveProperty('atMs', expect.closeTo(middleOf(days + ahead), -3));
          expect(result).toHaveProperty('earliestMs', expect.closeTo(middleOf(days + ahead), -4));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('forecastCrossing() is not moved by the week’s season', () => {
    const result = forecast(
      daily(49, (day) => 100 + 2 * day + (WEEK[day % 7] ?? NaN)),
      300,
    );

    expect(result.atMs).toBeCloseTo(middleOf(100), -4);
  });

  it('forecastCrossing() of another first weekday is as many days later', () => {
    const series = rising(49, 3, 2);
    const result = forecast(series, 180);
    const later = forecast({ ...series, startMs: MONDAY_MS + 3 * DAY_MS }, 180);

    expect(later.atMs - result.atMs).toBeCloseTo(3 * DAY_MS, -2);
    expect(widthOf(later) / widthOf(result)).toBeCloseTo(1, 6);
  });

  it.each([1, 2, 3, 4, 5])('forecastCrossing() contains the truth (series %d)', (seed) => {
    const result = forecast(rising(60, seed, 4), 190);

    expect(result.earliestMs).toBeLessThan(middleOf(90));
    expect(result.latestMs).toBeGreaterThan(middleOf(90));
    expect(result.earliestMs).toBeLessThan(result.atMs);
    expect(result.latestMs).toBeGreaterThan(result.atMs);
    expect(Math.abs(result.atMs - middleOf(90))).toBeLessThan(8 * DAY_MS);
  });

  it('forecastCrossing() does not mind days without a value', () => {
    const series = rising(70, 7, 2);
    const random = seededRandom(1);
    const gaps = series.values.map((value, day) =>
      random() < 0.2 || (day > 20 && day < 30) ? NaN : value,
    );

    const result = forecast({ ...series, values: gaps }, 190);

    expect(result.earliestMs).toBeLessThan(middleOf(90));
    expect(result.latestMs).toBeGreaterThan(middleOf(90));
    expect(widthOf(result)).toBeGreaterThan(widthOf(forecast(series, 190)));
  });

  it('forecastCrossing() is less sure of more noise, of less time, and of days like those before', () => {
    const result = widthOf(forecast(rising(60, 5, 2), 190));
    const random = seededRandom(5);
    const waves = autoregressive(60, 0.7, random);

    expect(widthOf(forecast(rising(60, 5, 4), 190)) / result).toBeGreaterThan(1.7);
    expect(widthOf(forecast(rising(42, 5, 2), 190)) / result).toBeGreaterThan(1.3);
    expect(
      widthOf(
        forecast(
          daily(60, (day) => 100 + day + 2 * (waves[day] ?? NaN)),
          190,
        ),
      ) / result,
    ).toBeGreaterThan(1.5);
  });

  it('forecastCrossing() of what falls, stays or hardly rises is not reached', () => {
    const random = seededRandom(8);
    const notReached = { kind: 'not-reached' };

    expect(
      forecastCrossing(
        daily(60, (day) => 100 - day + normal(random)),
        150,
      ),
    ).toEqual(notReached);
    expect(
      forecastCrossing(
        daily(60, () => 100),
        150,
      ),
    ).toEqual(notReached);
    expect(
      forecastCrossing(
        daily(60, () => 100 + normal(random)),
        150,
      ),
    ).toEqual(notReached);
    // Three times as long as it was seen: a line says nothing of then.
    expect(forecastCrossing(rising(60, 2, 1), 100 + 245)).toEqual(notReached);
    expect(forecastCrossing(rising(60, 2, 1), 100 + 230)).toMatchObject({ kind: 'forecast' });
  });

  it('forecastCrossing() says how many days it needs', () => {
    const few = daily(40, (day) => (day % 2 === 0 ? day : NaN));

    expect(forecastCrossing(few, 99)).toEqual({
      kind: 'insufficient-data',
      shortage: {
        code: 'too-few-days',
        question: 'forecast',
        autocorrelated: false,
        days: 20,
        neededDays: 21,
        since: null,
      },
      moreDays: 1,
    });
    expect(
      forecastCrossing(
        daily(0, () => 1),
        99,
      ),
    ).toMatchObject({ moreDays: 21 });
    expect(forecastCrossing(rising(21, 1, 1), 130).kind).toBe('forecast');
  });

  it('forecastCrossing() says when few days depend on each other too much', () => {
    const waves = autoregressive(30, 0.95, seededRandom(3));

    expect(
      forecastCrossing(
        daily(30, (day) => day / 9 + (waves[day] ?? NaN)),
        9,
      ),
    ).toEqual({
      kind: 'insufficient-data',
      shortage: {
        code: 'too-few-days',
        question: 'forecast',
        autocorrelated: true,
        days: 30,
        neededDays: 42,
        since: null,
      },
      moreDays: 12,
    });
  });

  it('forecastCrossing() does not mind another unit', () => {
    const series = rising(50, 9, 3);
    const result = forecast(series, 170);

    for (const scale of [1e-9, 1e12]) {
      const other = forecast(
        { ...series, values: series.values.map((value) => scale * value) },
        scale * 170,
      );
      expect(other.atMs).toBeCloseTo(result.atMs, -2);
      expect(widthOf(other) / widthOf(result)).toBeCloseTo(1, 6);
    }
  });

  it('forecastCrossing() returns instants that a Date can hold', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(),
          days: fc.integer({ min: 21, max: 70 }),
          perDay: fc.double({ min: 0, max: 0.4, noNaN: true }),
          budget: fc.integer({ min: -200, max: 400 }),
        }),
        ({ seed, days, perDay, budget }) => {
          const random = seededRandom(seed);
          const result = forecastCrossing(
            daily(days, (day) => (random() < 0.1 ? NaN : perDay * day + 3 * normal(random))),
            budget,
          );
          if (result.kind !== 'forecast') return;

          expect(untrueNumbers({ ...result, latestMs: result.latestMs ?? 0 })).toEqual([]);
          expect(result.earliestMs).toBeLessThanOrEqual(result.atMs);
          expect(result.latestMs ?? Infinity).toBeGreaterThanOrEqual(result.atMs);
          expect(Math.max(result.atMs, result.latestMs ?? 0)).toBeLessThanOrEqual(8.64e15);
        },
      ),
      { numRuns: 25 },
    );
  });
});
