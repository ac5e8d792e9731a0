import * as fc from 'fast-check';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import { mergeRollups, rollUp, type Rollup } from '../../../lib/core/jobs/rollup.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { runAtMinute, runRecord } from '../../support/run-records.ts';

const codec = hdrHistograms();

function durations(...values: readonly number[]): readonly RunRecord[] {
  return values.map((durationMs, index) => runAtMinute(index, { durationMs }));
}

/** A passed run whose instrument was off for these reasons. */
function offRun(...off: readonly string[]): RunRecord {
  return runAtMinute(0, { instrument: { ...runRecord().instrument, off } });
}

describe('rollUp()', () => {
  it('rollUp() counts outcomes and flaky runs', () => {
    const rollup = rollUp(
      [
        runAtMinute(0),
        runAtMinute(1, { flaky: true }),
        runAtMinute(2, { outcome: 'failed', durationMs: 9 }),
        runAtMinute(3, { outcome: 'errored' }),
        runAtMinute(4, { outcome: 'skipped' }),
        runAtMinute(5, { outcome: 'missing' }),
      ],
      codec,
    );

    expect(rollup).toMatchObject({
      counts: { passed: 2, failed: 1, errored: 1, skipped: 1, missing: 1 },
      flaky: 1,
      duration: { n: 2, minMs: 123.456, maxMs: 123.456 },
    });
  });

  it('rollUp() leaves out runs on demand, and is nothing without others', () => {
    const onDemand = runRecord({ scheduledAt: null });

    expect(rollUp([onDemand], codec)).toBeNull();
    expect(rollUp([onDemand, runAtMinute(1)], codec)?.counts.passed).toBe(1);
  });

  it('rollUp() takes no timing of a run whose instrument was off, unless it is always traced', () => {
    expect(rollUp([offRun('event-loop-blocked', 'traced')], codec)).toMatchObject({
      counts: { passed: 1 },
      duration: null,
    });
    expect(rollUp([offRun('traced')], codec)?.duration?.n).toBe(1);
  });

  it('rollUp() keeps durations as a standard HdrHistogram of microseconds, to 1 %', () => {
    const { duration } = rollUp(durations(1.5, 250, 60_000), codec) ?? {};

    const histogram = decodeFromCompressedBase64(duration?.histogram ?? '');
    expect(histogram.totalCount).toBe(3);
    expect(histogram.numberOfSignificantValueDigits).toBe(2);
    expect(histogram.getValueAtPercentile(50)).toBeGreaterThanOrEqual(250_000);
    expect(histogram.getValueAtPercentile(50)).toBeLessThan(252_500);
    expect(duration).toMatchObject({ n: 3, sumMs: 60_251.5, minMs: 1.5, maxMs: 60_000 });
  });

  it('rollUp() does not depend on the order of the records', () => {
    const values = fc.array(fc.double({ min: 0, max: 900_000, noNaN: true }), { minLength: 1 });

    fc.assert(
      fc.property(values, (list) => {
        const records = durations(...list);
        expect(rollUp(records.toReversed(), codec)).toEqual(rollUp(records, codec));
      }),
      { numRuns: 300 },
    );
  });
});

describe('mergeRollups()', () => {
  it('mergeRollups() of parts is the rollup of the whole, whatever the parts', () => {
    const values = fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1, maxLength: 60 });

    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 7 }), (list, size) => {
        const records = durations(...list);
        const parts: Rollup[] = [];
        for (let start = 0; start < records.length; start += size) {
          const part = rollUp(records.slice(start, start + size), codec);
          if (part !== null) parts.push(part);
        }
        expect(mergeRollups(parts, codec)).toEqual(rollUp(records, codec));
        expect(mergeRollups(parts.toReversed(), codec)).toEqual(rollUp(records, codec));
      }),
      { numRuns: 300 },
    );
  });

  it('mergeRollups() of none is nothing', () => {
    expect(mergeRollups([], codec)).toBeNull();
  });
});
