import * as fc from 'fast-check';

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

/** The value of a rank from 1, by sorting. */
export function ranked(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor(rank) - 1] ?? NaN;

  return Number.isInteger(rank)
    ? low
    : low + (rank - Math.floor(rank)) * ((sorted[Math.floor(rank)] ?? NaN) - low);
}
