import { assert, constantFrom, integer, property } from 'fast-check';
import {
  bucketMiddle,
  bucketSpan,
  gridOf,
  inBuckets,
} from '../../../../lib/core/dashboard/journey/page-grid.ts';
import { DAY_MS, HOUR_MS } from '../../../../lib/core/base/time.ts';

const TO_MS = Date.UTC(2026, 10, 23, 12, 20);
const NEEDS = { maxBuckets: 400, minStepMs: HOUR_MS, perHour: 12, wanted: 72 };

function lastDays(days: number) {
  return { fromMs: Math.floor((TO_MS - days * DAY_MS) / DAY_MS) * DAY_MS, toMs: TO_MS };
}

describe('gridOf()', () => {
  // Twelve runs an hour: 72 in six hours, and some to spare in twelve.
  test.each([
    ['a day', 1, 3 * HOUR_MS],
    ['a week', 7, 12 * HOUR_MS],
    ['thirty days', 30, 12 * HOUR_MS],
    ['a year', 365, DAY_MS],
    ['five years', 1_827, 7 * DAY_MS],
  ])('gridOf() of %s has buckets with enough values for p95', (_, days, stepMs) => {
    const minStepMs = days > 45 ? DAY_MS : HOUR_MS;

    expect(gridOf({ ...NEEDS, minStepMs, range: lastDays(days) }).stepMs).toBe(stepMs);
  });

  test('gridOf() has longer buckets for rare runs, and the shortest without runs', () => {
    const range = lastDays(90);

    const rare = gridOf({ ...NEEDS, minStepMs: DAY_MS, perHour: 1, range });
    const none = gridOf({ ...NEEDS, minStepMs: DAY_MS, perHour: 0, range });

    expect(rare).toMatchObject({ stepMs: 7 * DAY_MS, length: 14 });
    // A Monday.
    expect(new Date(rare.startMs).toISOString()).toBe('2026-08-24T00:00:00.000Z');
    expect(none.stepMs).toBe(DAY_MS);
  });

  test('gridOf() covers the range with at most maxBuckets buckets in UTC', () => {
    assert(
      property(
        integer({ min: 1, max: 1_827 }),
        integer({ min: 24, max: 400 }),
        constantFrom(0, 0.1, 1, 60),
        (days, maxBuckets, perHour) => {
          const range = lastDays(days);

          const grid = gridOf({ ...NEEDS, range, maxBuckets, perHour });

          const endMs = grid.startMs + grid.length * grid.stepMs;
          expect(grid.startMs).toBeLessThanOrEqual(range.fromMs);
          expect(grid.startMs + grid.stepMs).toBeGreaterThan(range.fromMs);
          expect(endMs).toBeGreaterThanOrEqual(range.toMs);
          expect(endMs - grid.stepMs).toBeLessThan(range.toMs);
          expect(grid.length).toBeLessThanOrEqual(maxBuckets);
          expect(grid.startMs % Math.min(grid.stepMs, DAY_MS)).toBe(0);
        },
      ),
    );
  });
});

describe('bucketSpan()', () => {
  test('bucketSpan() cuts the first and the last bucket at the range, bucketMiddle() is in their middle', () => {
    const fromMs = Date.parse('2026-08-26T00:00:00.000Z');
    const toMs = Date.parse('2026-11-23T18:00:00.000Z');
    const grid = gridOf({ ...NEEDS, minStepMs: 7 * DAY_MS, range: { fromMs, toMs } });

    const last = grid.length - 1;
    expect(new Date(grid.startMs).toISOString()).toBe('2026-08-24T00:00:00.000Z');
    expect(bucketSpan(grid, 0)).toEqual({ fromMs, toMs: grid.startMs + 7 * DAY_MS });
    expect(bucketSpan(grid, 1)).toEqual({
      fromMs: grid.startMs + 7 * DAY_MS,
      toMs: grid.startMs + 14 * DAY_MS,
    });
    expect(bucketSpan(grid, last)).toEqual({ fromMs: toMs - 18 * HOUR_MS, toMs });
    expect(bucketMiddle(grid, last)).toBe(toMs - 9 * HOUR_MS);
  });
});

describe('inBuckets()', () => {
  test('inBuckets() sorts rollups by their start, and leaves out others', () => {
    const grid = { startMs: 0, stepMs: 10, length: 3 };
    const placed = [-1, 0, 9, 10, 29, 30].map((startMs) => ({ startMs, rollup: startMs }));

    expect(inBuckets(grid, placed)).toEqual([[0, 9], [10], [29]]);
  });
});
