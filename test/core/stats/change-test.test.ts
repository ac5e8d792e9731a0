import * as fc from 'fast-check';
import { CHANGE_DAYS, type ChangeTest, changeTest } from '../../../lib/core/stats/change-test.ts';
import { stepInflations, withoutLevels } from '../../../lib/core/stats/change-test.ts';
import { dependenceTable, interpolate } from '../../../lib/core/stats/dependence.ts';
import type { Dependence } from '../../../lib/core/stats/dependence.ts';
import { prepareSeries } from '../../../lib/core/stats/prepared-series.ts';
import type { HourlySeries } from '../../../lib/core/stats/series.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';
import { autoregressive, hourly, MONDAY_MS, noisy } from './made-up-series.ts';

function tested(series: HourlySeries, seed = 1): ChangeTest {
  const answer = changeTest(prepareSeries(series), { seed });
  if (answer.kind === 'insufficient-data') throw new Error(answer.shortage.code);

  return answer;
}

function fiveMore(hour: number): number {
  return hour >= 24 * 30 ? 5 : 0;
}

describe('changeTest()', () => {
  it.each([
    ['in the middle', 28],
    ['after three days', 3],
    ['three days before the end', 53],
  ])('changeTest() finds the day of a step %s', (_, day) => {
    const { day: found, p } = tested(noisy(56, 2, (hour) => (hour >= 24 * day ? 15 : 0)));

    expect(found).toBe(day);
    expect(p).toBeLessThan(0.001);
  });

  it('changeTest() counts days with values only', () => {
    const series = noisy(50, 4, (hour) => {
      const day = Math.floor(hour / 24);

      return day > 9 && day < 14 ? NaN : day >= 30 ? 20 : 0;
    });

    expect(tested(series).day).toBe(26);
  });

  it('changeTest() takes no season for a change', () => {
    expect(tested(noisy(42, 9, (hour) => (hour % 168 < 120 ? 80 : 0))).p).toBeGreaterThan(0.05);
  });

  it('changeTest() is less sure of days that depend on each other', () => {
    const waves = autoregressive(56 * 24, Math.exp(-1 / 72), seededRandom(1));
    const dependent = tested(hourly(56 * 24, (hour) => 10 * (waves[hour] ?? NaN) + fiveMore(hour)));

    expect(dependent.p).toBeGreaterThan(0.01);
    expect(tested(noisy(56, 1, fiveMore)).p).toBeLessThan(0.001);
  });

  it('changeTest() does not mind another unit nor another level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.integer({ min: -30, max: 30 }), (seed, exponent) => {
        const series = noisy(42, seed);
        const values = series.values.map((value) => 2 ** exponent * value);
        const { day, p } = tested(series);

        expect(tested({ ...series, values })).toMatchObject({ day, p });
        expect(tested({ ...series, values: values.map((value) => -value) }).day).toBe(day);
      }),
      { numRuns: 8 },
    );
  });

  it('changeTest() of values that never change, or of two that come and go, finds nothing', () => {
    const random = seededRandom(3);

    expect(tested(hourly(28 * 24, () => 0.1)).p).toBe(1);
    expect(tested(hourly(28 * 24, (hour) => hour % 168)).p).toBe(1);
    expect(tested(hourly(28 * 24, () => Math.round(random()))).p).toBeGreaterThan(0.05);
  });

  it('changeTest() says how many days it needs', () => {
    expect(changeTest(prepareSeries(noisy(CHANGE_DAYS - 2, 1)), { seed: 1 })).toEqual({
      kind: 'insufficient-data',
      shortage: {
        code: 'too-few-days',
        question: 'change',
        autocorrelated: false,
        days: 19,
        neededDays: 21,
        since: null,
      },
      moreDays: 2,
    });
    const values = autoregressive(30 * 24, 0.99, seededRandom(4));
    expect(changeTest(prepareSeries({ startMs: MONDAY_MS, values }), { seed: 1 })).toEqual({
      kind: 'insufficient-data',
      shortage: {
        code: 'too-few-days',
        question: 'change',
        autocorrelated: true,
        days: 30,
        neededDays: 42,
        since: null,
      },
      moreDays: 12,
    });
  });
});

describe('stepInflations()', () => {
  it('stepInflations() is the variance of the difference of two means, from the whole matrix', () => {
    const offsets = Int32Array.from([
      0, 1, 2, 3, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
    ]);
    const table = dependenceTable({ offsets, weekdays: offsets.map((offset) => offset % 7) });
    const dependence: Dependence = {
      rho: { test: 0.6, interval: 0.4 },
      slopeInflation: { test: 1, interval: 1 },
      phi: { ofValue: 0, ofHour: 0 },
      table,
    };

    for (const use of ['test', 'interval'] as const) {
      const rho = dependence.rho[use];
      const residual = interpolate(rho, table.rho, table.residual);
      const inflations = stepInflations(offsets, dependence, use);
      expect(inflations).toHaveLength(20);
      for (let day = 1; day < 20; day += 1) {
        const weights = Array.from(offsets, (_, at) => (at < day ? -1 / day : 1 / (20 - day)));
        const variance = weights.reduce(
          (sum, mine, one) =>
            sum +
            weights.reduce(
              (part, other, at) =>
                part + mine * other * rho ** Math.abs((offsets[one] ?? 0) - (offsets[at] ?? 0)),
              0,
            ),
          0,
        );
        const independent = 1 / day + 1 / (20 - day);
        expect(inflations[day]).toBeCloseTo(Math.max(1, variance / independent / residual), 9);
      }
    }
  });
});

describe('withoutLevels()', () => {
  it('withoutLevels() takes the mean off each level', () => {
    const values = Float64Array.of(1, 3, 10, 20, 30, 7);

    expect([...withoutLevels(values, [2, 5])]).toEqual([-1, 1, -10, 0, 10, 0]);
    expect([...values]).toEqual([1, 3, 10, 20, 30, 7]);
  });
});
