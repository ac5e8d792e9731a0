import * as fc from 'fast-check';
import type { Points } from '../../../lib/core/stats/point-strata.ts';

/** Points with many ties, or with none; times in any order; few strata or one. */
export const anyPoints: fc.Arbitrary<Points> = fc
  .record({
    points: fc.array(fc.tuple(anyNumber(), anyNumber(), fc.integer({ min: 0, max: 3 })), {
      maxLength: 60,
    }),
    withStrata: fc.boolean(),
  })
  .map(({ points, withStrata }) => ({
    times: points.map(([time]) => time),
    values: points.map(([, value]) => value),
    ...(withStrata ? { strata: points.map(([, , stratum]) => stratum) } : {}),
  }));

/** A sample with ties or without. */
export const anySample: fc.Arbitrary<Float64Array> = fc
  .array(anyNumber(), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values));

function anyNumber(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: -6, max: 6 }),
    fc.double({ min: -1_000, max: 1_000, noNaN: true }).filter((each) => Math.abs(each) > 1e-6),
  );
}

/** Every pair of points that may be compared, once, the earlier first. */
export function comparablePairs({ times, values, strata }: Points): readonly {
  readonly apart: number;
  readonly rise: number;
}[] {
  const points = Array.from(times, (time, at) => ({
    time,
    value: values[at] ?? NaN,
    stratum: strata?.[at],
  }));

  return points.flatMap((one) =>
    points
      .filter((other) => other.time > one.time && other.stratum === one.stratum)
      .map((other) => ({ apart: other.time - one.time, rise: other.value - one.value })),
  );
}

/** The value of a rank from 1, by sorting. */
export function ranked(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor(rank) - 1] ?? NaN;

  return Number.isInteger(rank)
    ? low
    : low + (rank - Math.floor(rank)) * ((sorted[Math.floor(rank)] ?? NaN) - low);
}
