import * as fc from 'fast-check';
import { locateChange } from '../../../lib/core/stats/change-point.ts';
import { findChanges } from '../../../lib/core/stats/find-changes.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';
import type { HourlySeries } from '../../../lib/core/stats/series.ts';
import { hourly, itemOf, MONDAY_MS, noisy, sortedMedian, untrueNumbers } from './made-up-series.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

const SEED = { seed: 1, permutations: 499 };

function hourAt(day: number, hour = 0): number {
  return 24 * day + hour;
}

function momentOf(hour: number): number {
  return MONDAY_MS + hour * HOUR_MS;
}

describe('findChanges()', () => {
  it('findChanges() reports the hour, the levels and the shift of a step', () => {
    const step = hourAt(30, 7);
    const series = noisy(56, 5, (hour) => (hour >= step ? 20 : 0));

    const changes = findChanges(series, SEED);

    expect(changes).toHaveLength(1);
    const change = itemOf(changes, 0);
    expect(Math.abs(change.atMs - momentOf(step))).toBeLessThanOrEqual(3 * HOUR_MS);
    expect(change.fromMs).toBeLessThanOrEqual(momentOf(step));
    expect(change.toMs).toBeGreaterThanOrEqual(momentOf(step));
    expect(change.toMs - change.fromMs).toBeLessThan(24 * HOUR_MS);
    expect(change.shift.low).toBeLessThan(20);
    expect(change.shift.high).toBeGreaterThan(20);
    expect(change.shift.high - change.shift.low).toBeLessThan(8);
    const at = (change.atMs - MONDAY_MS) / HOUR_MS;
    expect(change.before).toBe(sortedMedian([...series.values.subarray(0, at)]));
    expect(change.after).toBe(sortedMedian([...series.values.subarray(at)]));
  });

  it('findChanges() reports two, oldest first, each between its neighbours', () => {
    const [up, down] = [hourAt(25), hourAt(50, 12)];
    const series = noisy(75, 3, (hour) => (hour < up ? 0 : hour < down ? 30 : -10));

    const changes = findChanges(series, SEED);

    expect(changes).toHaveLength(2);
    for (const [at, { hour, shift }] of [
      { hour: up, shift: 30 },
      { hour: down, shift: -40 },
    ].entries()) {
      expect(Math.abs(itemOf(changes, at).atMs - momentOf(hour))).toBeLessThanOrEqual(3 * HOUR_MS);
      expect(itemOf(changes, at).shift.low).toBeLessThan(shift);
      expect(itemOf(changes, at).shift.high).toBeGreaterThan(shift);
    }
    expect(Math.abs(itemOf(changes, 0).after - 130)).toBeLessThan(2);
    expect(Math.abs(itemOf(changes, 1).before - 130)).toBeLessThan(2);
    expect(Math.abs(itemOf(changes, 1).after - 90)).toBeLessThan(2);
  });

  it('findChanges() reports a step two days before the end', () => {
    const changes = findChanges(
      noisy(56, 3, (hour) => (hour >= hourAt(54) ? 30 : 0)),
      SEED,
    );

    expect(changes).toHaveLength(1);
    const change = itemOf(changes, 0);
    expect(Math.abs(change.atMs - momentOf(hourAt(54)))).toBeLessThanOrEqual(3 * HOUR_MS);
    expect(change.shift.low).toBeLessThan(30);
    expect(change.shift.high).toBeGreaterThan(30);
  });

  it('findChanges() leaves out one of three changes within a week, to measure the others', () => {
    const series = noisy(86, 1, (hour) =>
      [40, 43, 46].reduce((sum, day) => sum + (hour >= hourAt(day) ? 40 : 0), 0),
    );

    const changes = findChanges(series, SEED);

    expect(untrueNumbers(changes)).toEqual([]);
    expect(changes).toHaveLength(2);
  });

  it('findChanges() measures a shift without the day on which it came', () => {
    const series = noisy(56, 7, (hour) => (hour >= hourAt(54, 12) ? 60 : 0));

    const { hour, shift } = locateChange(series, 54);

    expect(Math.abs(hour - hourAt(54, 12))).toBeLessThanOrEqual(1);
    // The last day alone: two standard errors of its mean are 4.
    expect(Math.abs(shift.value - 60)).toBeLessThan(6);
  });

  it('findChanges() leaves a day to each level when the first hours were others', () => {
    // Of the first day but ten hours are known, and they lie far below.
    const random = seededRandom(9);
    const series = noisy(60, 9, (hour) => {
      if (hour < 10) return -60;

      return random() < 0.2 ? NaN : 0;
    });

    const located = locateChange(series, 3);

    expect(untrueNumbers(located)).toEqual([]);
    expect(located.hour).toBeGreaterThanOrEqual(24);
  });

  it('findChanges() of what never changes, or only with its season, is empty', () => {
    expect(
      findChanges(
        hourly(40 * 24, () => 0.1),
        SEED,
      ),
    ).toEqual([]);
    expect(
      findChanges(
        hourly(40 * 24, (hour) => hour % 24),
        SEED,
      ),
    ).toEqual([]);
    expect(
      findChanges(
        hourly(40 * 24, () => NaN),
        SEED,
      ),
    ).toEqual([]);
    expect(
      findChanges(
        hourly(0, () => 1),
        SEED,
      ),
    ).toEqual([]);
  });

  it('findChanges() returns finite numbers, in order, for any input', () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        const changes = findChanges(series, { seed: 1, permutations: 99 });

        expect(untrueNumbers(changes)).toEqual([]);
        const endMs = series.startMs + series.values.length * HOUR_MS;
        let lastMs = series.startMs;
        for (const { atMs, fromMs, toMs, shift, p } of changes) {
          expect(atMs).toBeGreaterThan(lastMs);
          expect(fromMs).toBeLessThanOrEqual(atMs);
          expect(toMs).toBeGreaterThanOrEqual(atMs);
          expect(atMs).toBeLessThan(endMs);
          expect(shift.low).toBeLessThanOrEqual(shift.value);
          expect(shift.high).toBeGreaterThanOrEqual(shift.value);
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThan(0.01);
          lastMs = atMs;
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** Steps anywhere, also in the first and last hours, rounded or not, with gaps; noise or none. */
const anySeries: fc.Arbitrary<HourlySeries> = fc
  .record({
    hours: fc.integer({ min: 0, max: 50 * 24 }),
    startHour: fc.integer({ min: 0, max: 200 }),
    seed: fc.nat(),
    noise: fc.constantFrom(0, 0.1, 1),
    gaps: fc.constantFrom(0, 0.1, 0.6, 0.9),
    step: fc.constantFrom(0.001, 0.5),
    steps: fc.array(
      fc.record({
        at: fc.oneof(fc.nat(1200), fc.nat(60)),
        fromEnd: fc.boolean(),
        by: fc.integer({ min: -9, max: 9 }),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ hours, startHour, seed, noise, gaps, step, steps }) => {
    const random = seededRandom(seed);
    const { values } = noisy(Math.ceil(hours / 24), seed);

    return {
      startMs: MONDAY_MS + startHour * HOUR_MS,
      values: values.subarray(0, hours).map((value, hour) => {
        if (random() < gaps) return NaN;
        const level = steps.reduce(
          (sum, { at, fromEnd, by }) => sum + (hour >= (fromEnd ? hours - at : at) ? by : 0),
          10,
        );

        return step * Math.round((level + (noise * (value - 100)) / 10) / step);
      }),
    };
  });
