import * as fc from 'fast-check';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import { rollUpMetric } from '../../../lib/core/rollup/roll-up-metric.ts';
import type { Dated, MetricRollup } from '../../../lib/core/rollup/rollup.ts';
import {
  dailyQuantiles,
  fewestForPoint,
  hourlyMedians,
} from '../../../lib/core/stats/hourly-medians.ts';
import { normal, seededRandom } from '../../../lib/core/stats/seeded.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2026, 6, 1);
const codec = hdrHistograms();

function rollupAt(
  atMs: number,
  timed: readonly number[],
  censored: readonly number[] = [],
): Dated<MetricRollup> {
  return {
    startsAt: new Date(atMs).toISOString(),
    rollup: rollUpMetric({ metric: 'duration', timed, censored }, codec),
  };
}

function latencies(count: number, seed: number): readonly number[] {
  const random = seededRandom(seed);

  return Array.from({ length: count }, () => 500 * Math.exp(0.3 * normal(random)));
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;

  return sorted.length % 2 === 1 ? upper : (upper + (sorted[sorted.length / 2 - 1] ?? NaN)) / 2;
}

describe('hourlyMedians()', () => {
  it('hourlyMedians() is within 1% of the exact medians, and NaN for hours without values', () => {
    const anyHours = fc.array(
      fc.array(fc.double({ min: 1, max: 60_000, noNaN: true }), { maxLength: 15 }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(anyHours, (hours) => {
        const rollups = hours.flatMap((values, at) =>
          values.length === 0 ? [] : [rollupAt(FROM + at * HOUR, values)],
        );

        const { startMs, values } = hourlyMedians(rollups, codec, {
          fromMs: FROM,
          toMs: FROM + hours.length * HOUR,
        });

        expect(startMs).toBe(FROM);
        expect(values).toHaveLength(hours.length);
        values.forEach((value, at) => {
          const exact = medianOf(hours[at] ?? []);
          expect(Number.isNaN(value) ? NaN : Math.abs(value / exact - 1) < 0.01).toBe(
            Number.isNaN(exact) ? NaN : true,
          );
        });
      }),
      { numRuns: 50 },
    );
  });

  it('hourlyMedians() takes timings that were cut off for large, not for missing', () => {
    const { values } = hourlyMedians(
      [
        rollupAt(FROM, [100, 100, 100], [60_000, 60_000]),
        rollupAt(FROM + HOUR, [100, 100], [60_000, 60_000, 60_000]),
        rollupAt(FROM + 2 * HOUR, [], [60_000]),
      ],
      codec,
      { fromMs: FROM, toMs: FROM + 3 * HOUR },
    );

    expect(values[0]).toBeCloseTo(100, -0.5);
    expect((values[1] ?? NaN) / 60_000).toBeCloseTo(1, 2);
    expect((values[2] ?? NaN) / 60_000).toBeCloseTo(1, 2);
  });

  it('hourlyMedians() has whole hours when the range has not, and leaves out what is beyond it', () => {
    const { startMs, values } = hourlyMedians(
      [rollupAt(FROM - HOUR, [1]), rollupAt(FROM, [100]), rollupAt(FROM + 2 * HOUR, [100])],
      codec,
      { fromMs: FROM + 1, toMs: FROM + HOUR + 1 },
    );

    expect(startMs).toBe(FROM);
    expect(Array.from(values, (value) => Math.round(value / 10))).toEqual([10, NaN]);
  });

  it('hourlyMedians() is empty when the range is', () => {
    expect(hourlyMedians([], codec, { fromMs: FROM, toMs: FROM }).values).toHaveLength(0);
  });

  it('hourlyMedians() is NaN when a rollup holds no values', () => {
    const { values } = hourlyMedians([rollupAt(FROM, [])], codec, {
      fromMs: FROM,
      toMs: FROM + HOUR,
    });

    expect([...values]).toEqual([NaN]);
  });
});

describe('dailyQuantiles()', () => {
  it('dailyQuantiles() is the same by hours as by days', () => {
    const hours = Array.from({ length: 48 }, (_, hour) => latencies(12, hour));
    const byHour = hours.map((values, at) => rollupAt(FROM + at * HOUR, values));
    const byDay = [0, 1].map((day) =>
      rollupAt(FROM + day * DAY, hours.slice(day * 24, day * 24 + 24).flat()),
    );
    const range = { fromMs: FROM, toMs: FROM + 2 * DAY, q: 0.95 };

    const series = dailyQuantiles(byDay, codec, range);

    expect(series.values.every((value) => value > 700 && value < 1_000)).toBe(true);
    expect([...series.ns]).toEqual([288, 288]);
    expect(dailyQuantiles(byHour, codec, range)).toEqual(series);
  });

  it.each([
    [0.5, 1],
    [0.75, 3],
    [0.9, 9],
    [0.95, 19],
    [0.99, 99],
    [0.1, 9],
  ])('dailyQuantiles() answers for %d from %d values on', (q, fewest) => {
    const { values, ns } = dailyQuantiles(
      [rollupAt(FROM, latencies(fewest, 1)), rollupAt(FROM + DAY, latencies(fewest - 1, 1))],
      codec,
      { fromMs: FROM, toMs: FROM + 3 * DAY, q },
    );

    expect(fewestForPoint(q)).toBe(fewest);
    expect(Array.from(values, Number.isNaN)).toEqual([false, true, true]);
    expect([...ns]).toEqual([fewest, fewest - 1, 0]);
  });

  it('dailyQuantiles() counts timings that were cut off, at their bounds', () => {
    const { values, ns } = dailyQuantiles(
      [
        rollupAt(
          FROM,
          latencies(90, 3),
          latencies(10, 4).map(() => 30_000),
        ),
      ],
      codec,
      { fromMs: FROM, toMs: FROM + DAY, q: 0.95 },
    );

    expect((values[0] ?? NaN) / 30_000).toBeCloseTo(1, 2);
    expect(ns[0]).toBe(100);
  });
});
