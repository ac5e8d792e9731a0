import * as fc from 'fast-check';
import { DRIFT_DAYS, driftTest, fitLine } from '../../../lib/core/stats/drift-test.ts';
import { prepareSeries } from '../../../lib/core/stats/prepared-series.ts';
import type { DriftTest } from '../../../lib/core/stats/results.ts';
import type { HourlySeries } from '../../../lib/core/stats/series.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';
import { twoSidedT } from '../../../lib/core/stats/student-t.ts';
import { autoregressive, hourly, MONDAY_MS, noisy, untrueNumbers } from './made-up-series.ts';

function tested(series: HourlySeries, options = { seed: 1 }): DriftTest {
  const answer = driftTest(prepareSeries(series), options);
  if (answer.kind === 'insufficient-data') throw new Error(answer.shortage.code);

  return answer;
}

function changed(series: HourlySeries, change: (value: number) => number): HourlySeries {
  return { ...series, values: series.values.map(change) };
}

const anySeed = fc.integer({ min: 0, max: 2 ** 31 });

describe('driftTest()', () => {
  it.each([
    ['up', 0.3],
    ['down', -0.3],
  ])('driftTest() finds a drift %s, and its interval contains it', (_, perDay) => {
    const test = tested(noisy(56, 3, (hour) => (perDay * hour) / 24));

    expect(test.p).toBeLessThan(1e-6);
    expect(test.slopePerDay.confidence).toBe(0.95);
    expect(test.slopePerDay.low).toBeLessThan(perDay);
    expect(test.slopePerDay.high).toBeGreaterThan(perDay);
    expect(Math.abs(test.slopePerDay.value - perDay)).toBeLessThan(0.05);
    expect(test).toMatchObject({ kind: 'drift-test', n: 56 * 24, days: 56 });
    expect(Math.abs(test.level - 100 - 28 * perDay)).toBeLessThan(1);
  });

  it('driftTest() takes no season, spike nor gap for a drift', () => {
    const random = seededRandom(31);
    const series = noisy(42, 30, (hour) => {
      if (random() < 0.1 || (hour > 400 && hour < 460)) return NaN;
      const spike = random() < 0.02 ? 400 : 0;

      return spike + 30 * Math.sin(hour / 3.82) + (hour % 168 < 120 ? 20 : 0);
    });

    const test = tested(series);

    expect(test.p).toBeGreaterThan(0.05);
    expect(test.slopePerDay.low).toBeLessThan(0);
    expect(test.slopePerDay.high).toBeGreaterThan(0);
    expect(test.n).toBe(prepareSeries(series).series.values.filter((each) => each > 0).length);
  });

  it('driftTest() of independent days is near Student’s t of the days’ scores', () => {
    // The permutation's answer is not computed from a t; by chance it differs little.
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const prepared = prepareSeries(noisy(42, seed, (hour) => hour / 400));
      const { inflation, p } = tested(prepared.series);
      const { t } = fitLine(prepared.dayScores, prepared.days);

      const expected = twoSidedT(t / Math.sqrt(inflation), 42 - 8);
      expect(Math.abs(Math.log(p / expected))).toBeLessThan(0.5);
    }
  });

  it('driftTest() is less sure of hours that depend on each other', () => {
    const random = seededRandom(12);
    const waves = autoregressive(56 * 24, Math.exp(-1 / 72), random);
    const series = hourly(56 * 24, (hour) => 100 + 10 * (waves[hour] ?? NaN) + hour / 120);
    const free = tested(noisy(56, 12, (hour) => hour / 120));

    const test = tested(series);

    expect(test.inflation).toBeGreaterThan(3);
    expect(test.p).toBeGreaterThan(free.p);
    expect(free.inflation).toBeLessThan(1.3);
    expect(test.slopePerDay.high - test.slopePerDay.low).toBeGreaterThan(
      4 * (free.slopePerDay.high - free.slopePerDay.low),
    );
  });

  it('driftTest() says the same of the same seed', () => {
    const series = noisy(30, 8, (hour) => hour / 400);

    expect(tested(series, { seed: 5 })).toEqual(tested(series, { seed: 5 }));
    expect(tested(series, { seed: 5 }).p).not.toBe(tested(series, { seed: 6 }).p);
  });

  it('driftTest() does not mind another unit', () => {
    fc.assert(
      fc.property(
        anySeed,
        // Powers of two: rounding is the same.
        fc.integer({ min: -30, max: 30 }),
        (seed, exponent) => {
          const series = noisy(42, seed, (hour) => hour / 300);
          const scale = 2 ** exponent;
          const test = tested(series);
          const { value, low, high } = test.slopePerDay;

          expect(tested(changed(series, (each) => each * scale))).toEqual({
            ...test,
            level: test.level * scale,
            slopePerDay: {
              value: value * scale,
              low: low * scale,
              high: high * scale,
              confidence: 0.95,
            },
          });
        },
      ),
      { numRuns: 5 },
    );
  });

  it('driftTest() does not mind a higher level', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: -1000, max: 1000 }), (seed, more) => {
        const series = noisy(42, seed, (hour) => hour / 300);
        const test = tested(series);
        const other = tested(changed(series, (value) => value + more));

        expect(other.p / test.p).toBeCloseTo(1, 6);
        expect(other.level).toBeCloseTo(test.level + more, 9);
        expect(other.slopePerDay.value).toBeCloseTo(test.slopePerDay.value, 9);
        expect(other.slopePerDay.high).toBeCloseTo(test.slopePerDay.high, 9);
      }),
      { numRuns: 5 },
    );
  });

  it('driftTest() of the values turned over turns the slope over', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const series = noisy(42, seed, (hour) => hour / 300);
        const test = tested(series);
        const { p, slopePerDay, inflation } = tested(changed(series, (value) => -value));

        expect(p / test.p).toBeCloseTo(1, 6);
        expect(inflation).toBeCloseTo(test.inflation, 9);
        expect(slopePerDay.value).toBeCloseTo(-test.slopePerDay.value, 9);
        expect(slopePerDay.low).toBeCloseTo(-test.slopePerDay.high, 9);
      }),
      { numRuns: 5 },
    );
  });

  it('driftTest() of time turned over turns the slope over, and is about as sure', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        // Whole weeks: a weekday stays with its like.
        const series = noisy(42, seed, (hour) => hour / 300);
        const test = tested(series);
        const { p, slopePerDay, inflation } = tested({
          ...series,
          values: series.values.toReversed(),
        });

        expect(slopePerDay.value).toBeCloseTo(-test.slopePerDay.value, 9);
        expect(slopePerDay.low).toBeCloseTo(-test.slopePerDay.high, 9);
        expect(inflation).toBeCloseTo(test.inflation, 9);
        expect(Math.abs(p - test.p)).toBeLessThan(0.004 + 0.5 * test.p);
      }),
      { numRuns: 5 },
    );
  });

  it('driftTest() says how many days it needs', () => {
    const days20 = noisy(40, 1, (hour) => (Math.floor(hour / 24) % 2 === 0 ? 0 : NaN));

    expect(driftTest(prepareSeries(days20), { seed: 1 })).toEqual({
      kind: 'insufficient-data',
      shortage: {
        code: 'too-few-days',
        question: 'drift',
        autocorrelated: false,
        days: 20,
        neededDays: 21,
        since: null,
      },
      moreDays: 1,
    });
    expect(tested(noisy(DRIFT_DAYS, 2)).days).toBe(21);
  });

  it('driftTest() says when few days depend on each other too much', () => {
    const waves = autoregressive(28 * 24, 0.99, seededRandom(4));
    const series = { startMs: MONDAY_MS, values: waves };

    expect(driftTest(prepareSeries(series), { seed: 1 })).toEqual({
      kind: 'insufficient-data',
      shortage: {
        code: 'too-few-days',
        question: 'drift',
        autocorrelated: true,
        days: 28,
        neededDays: 42,
        since: null,
      },
      moreDays: 14,
    });
  });

  it('driftTest() finds the drift of a journey that runs three days a week', () => {
    const random = seededRandom(17);
    const series = hourly(84 * 24, (hour) =>
      [0, 2, 4].includes(Math.floor(hour / 24) % 7)
        ? 100 + 10 * normal(random) + (10 * hour) / (84 * 24)
        : NaN,
    );

    const test = tested(series);

    expect(test.p).toBeLessThan(0.01);
    expect(test.inflation).toBeLessThan(2);
    expect(test.days).toBe(36);
  });

  it('driftTest() of values that never change is sure of nothing', () => {
    const test = tested(hourly(21 * 24, () => 0.1));

    expect(test.p).toBe(1);
    expect(test.slopePerDay).toEqual({ value: 0, low: 0, high: 0, confidence: 0.95 });
  });

  it('driftTest() returns the slope of an exact line', () => {
    const test = tested(hourly(45 * 24, (hour) => 5 + hour / 24));

    expect(untrueNumbers(test)).toEqual([]);
    expect(test.p).toBeLessThan(1e-6);
    expect(test.slopePerDay.value).toBeCloseTo(1, 9);
  });
});
