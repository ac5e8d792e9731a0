import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
  JsHistogram,
} from 'hdr-histogram-js';
import { MAX_WHOLE, type MetricUnit, toWhole, wholePerUnit } from '../../core/rollup/metric.ts';
import type { Bucket, HistogramCodec } from '../../core/rollup/rollup.ts';
import { type CountedRange, readCounts } from './read-counts.ts';

/**
 * Two digits: buckets are single numbers below 256, and from there on between 1/256 and 1/128 of
 * their values wide: the middle of one is within 0.4% of each value in it.
 */
const DIGITS = 2;

/**
 * HdrHistograms of whole microseconds, millionths, bytes or counts, V2 compressed, in Base64. All
 * have the same range: merged histograms of one range equal the histogram of all their values,
 * which does not hold for auto-resizing ones.
 */
export function hdrHistograms(): HistogramCodec {
  return {
    encode: (values, unit) => {
      const histogram = emptyHistogram();
      for (const value of values) histogram.recordValue(toWhole(value, unit));

      return encodeIntoCompressedBase64(histogram);
    },
    merge: (encoded) => {
      const merged = emptyHistogram();
      for (const each of encoded) merged.add(decodeFromCompressedBase64(each));

      return encodeIntoCompressedBase64(merged);
    },
    read: (encoded, unit) =>
      bucketsOf(readCounts(encoded) ?? countsOf(decodeFromCompressedBase64(encoded)), unit),
  };
}

function emptyHistogram(): Histogram {
  return build({
    numberOfSignificantValueDigits: DIGITS,
    highestTrackableValue: MAX_WHOLE,
    autoResize: false,
  });
}

/** The counts of any histogram, read with the library. */
export function countsOf(histogram: Histogram): readonly CountedRange[] {
  if (!(histogram instanceof JsHistogram)) {
    throw new TypeError('Cannot read a histogram that is not held in JavaScript');
  }
  const ranges: CountedRange[] = [];
  let left = histogram.totalCount;
  for (let index = 0; left > 0 && index < histogram.countsArrayLength; index += 1) {
    const count = histogram.getCountAtIndex(index);
    if (count === 0) continue;
    const min = histogram.valueFromIndex(index);
    ranges.push({ min, end: histogram.nextNonEquivalentValue(min), count });
    left -= count;
  }

  return ranges;
}

/**
 * A whole number stands for all values that are rounded to it, so a bucket starts half a unit below
 * its first number; the middle of a single-number bucket is that number.
 */
function bucketsOf(ranges: readonly CountedRange[], unit: MetricUnit): readonly Bucket[] {
  const perUnit = wholePerUnit(unit);

  return ranges.map(({ min, end, count }) => ({
    from: Math.max(0, min - 0.5) / perUnit,
    to: (end - 0.5) / perUnit,
    count,
  }));
}
