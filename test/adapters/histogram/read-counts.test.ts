import * as fc from 'fast-check';
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { countsOf, hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import { readCounts } from '../../../lib/adapters/histogram/read-counts.ts';
import { MAX_WHOLE } from '../../../lib/core/rollup/metric.ts';

const codec = hdrHistograms();

function histogramOf(counts: readonly (readonly [value: number, count: number])[], digits: 2 | 3) {
  const histogram = build({
    numberOfSignificantValueDigits: digits,
    highestTrackableValue: MAX_WHOLE,
    bitBucketSize: 64,
  });
  for (const [value, count] of counts) histogram.recordValueWithCount(value, count);

  return encodeIntoCompressedBase64(histogram);
}

describe('readCounts()', () => {
  test('readCounts() returns the same counts as the library', () => {
    const values = fc.array(fc.oneof(fc.nat(300), fc.nat(200_000), fc.nat(MAX_WHOLE)), {
      maxLength: 120,
    });

    fc.assert(
      fc.property(values, (list) => {
        const encoded = codec.encode(list, 'count');
        expect(readCounts(encoded)).toEqual(countsOf(decodeFromCompressedBase64(encoded)));
      }),
      { numRuns: 200 },
    );
  });

  test.each([63, 64, 8_191, 8_192, 2 ** 31, 2 ** 33, 2 ** 45])(
    'readCounts() reads a count of %d',
    (count) => {
      const encoded = histogramOf([[5, count]], 2);

      expect(readCounts(encoded)).toEqual([{ min: 5, end: 6, count }]);
    },
  );

  test('readCounts() leaves histograms of other digits to the library', () => {
    const encoded = histogramOf([[70_000, 1]], 3);

    expect(readCounts(encoded)).toBeNull();
    expect(codec.read(encoded, 'count')).toEqual([{ from: 69_951.5, to: 70_015.5, count: 1 }]);
  });

  test.each(['', 'AAAA', 'aGVsbG8gd29ybGQ='])('codec.read() refuses "%s"', (text) => {
    expect(readCounts(text)).toBeNull();
    expect(() => codec.read(text, 'ms')).toThrow(/\S/);
  });
});
