import { array, assert, integer, property } from 'fast-check';
import { hdrHistograms } from '../../../../lib/adapters/histogram/hdr-histogram.ts';
import { mergedQuantile, valuesOf } from '../../../../lib/core/dashboard/history/merged-sample.ts';
import { rollUpMetric } from '../../../../lib/core/rollup/roll-up-metric.ts';
import { quantileOf } from '../../../../lib/core/stats/quantile.ts';

const CODEC = hdrHistograms();

function rollupOf(timed: readonly number[], censored: readonly number[] = []) {
  return rollUpMetric({ metric: 'duration', timed, censored }, CODEC);
}

describe('mergedQuantile()', () => {
  test('mergedQuantile() equals the quantile of one histogram of all values', () => {
    const hours = array(array(integer({ min: 1, max: 60_000 }), { maxLength: 8 }), {
      minLength: 1,
      maxLength: 80,
    });
    assert(
      property(hours, (values) => {
        const rollups = values.map((own) => rollupOf(own));
        const whole = CODEC.read(CODEC.encode(values.flat(), 'ms'), 'ms');

        const merged = mergedQuantile(rollups, 0.75, CODEC);
        const more = mergedQuantile([...rollups, rollupOf([1, 2, 3])], 0.5, CODEC);

        expect(merged).toEqual(quantileOf({ timed: whole, censored: [] }, 0.75));
        const all = CODEC.read(CODEC.encode([...values.flat(), 1, 2, 3], 'ms'), 'ms');
        expect(more).toEqual(quantileOf({ timed: all, censored: [] }, 0.5));
      }),
      { numRuns: 25 },
    );
  });

  test('mergedQuantile() counts censored values at their bounds', () => {
    const rollups = [rollupOf([100, 110, 120], [5_000, 5_000]), rollupOf([130], [5_000, 5_000])];

    const median = mergedQuantile(rollups, 0.5, CODEC);

    expect(median).toMatchObject({ n: 8, censored: 4, bound: 'at-least', high: Infinity });
    expect(valuesOf(rollups)).toEqual({ n: 8, censored: 4 });
  });

  test('mergedQuantile() is insufficient data for too few values', () => {
    expect(mergedQuantile([], 0.5, CODEC)).toMatchObject({
      shortage: { code: 'too-few-values', q: 0.5, n: 0, needed: 6 },
    });
    expect(mergedQuantile([rollupOf([1])], 0.95, CODEC)).toMatchObject({
      shortage: { code: 'too-few-values', q: 0.95, n: 1, needed: 72 },
    });
  });
});
